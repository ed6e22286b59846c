package devicemode.jvm;

import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;

/** JSON as an app's author would write it in Java: maps, lists, numbers, text. */
public final class Values {
  private Values() {}

  public static Map<String, Object> map(JSONObject json) {
    return map(json, false);
  }

  /** Return a map; if `tagged`, `{"$date": 0}` and the like in it are values that JSON has no way to write. */
  static Map<String, Object> map(JSONObject json, boolean tagged) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Iterator<String> keys = json.keys(); keys.hasNext(); ) {
      String key = keys.next();
      map.put(key, value(json.opt(key), tagged));
    }
    return map;
  }

  public static List<Object> list(JSONArray json) {
    return list(json, false);
  }

  private static List<Object> list(JSONArray json, boolean tagged) {
    List<Object> list = new ArrayList<>(json.length());
    for (int i = 0; i < json.length(); i++) list.add(value(json.opt(i), tagged));
    return list;
  }

  private static Object value(Object json, boolean tagged) {
    if (json == JSONObject.NULL) return null;
    if (json instanceof JSONArray array) return list(array, tagged);
    if (!(json instanceof JSONObject object)) return json;
    String tag = tagged && object.length() == 1 ? object.keys().next() : "";
    return switch (tag) {
      case "$date" -> new Date(object.optLong(tag));
      case "$nan" -> Double.NaN;
      case "$inf" -> Double.POSITIVE_INFINITY;
      case "$ninf" -> Double.NEGATIVE_INFINITY;
      case "$long" -> object.optLong(tag);
      case "$float" -> (float) object.optDouble(tag);
      case "$texts" -> list(object.optJSONArray(tag), false).toArray(String[]::new);
      default -> map(object, tagged);
    };
  }
}
