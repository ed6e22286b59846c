package devicemode.jvm;

import java.util.ArrayList;
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
    Map<String, Object> map = new LinkedHashMap<>();
    for (Iterator<String> keys = json.keys(); keys.hasNext(); ) {
      String key = keys.next();
      map.put(key, value(json.opt(key)));
    }
    return map;
  }

  public static List<Object> list(JSONArray json) {
    List<Object> list = new ArrayList<>(json.length());
    for (int i = 0; i < json.length(); i++) list.add(value(json.opt(i)));
    return list;
  }

  private static Object value(Object json) {
    if (json == JSONObject.NULL) return null;
    if (json instanceof JSONArray array) return list(array);
    if (json instanceof JSONObject object) return map(object);
    return json;
  }
}
