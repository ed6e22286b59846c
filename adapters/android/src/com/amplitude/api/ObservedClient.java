package com.amplitude.api;

import android.content.Context;
import devicemode.jvm.App;
import java.util.Iterator;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** The SDK's client, which records calls of its methods and the events that it writes to its database. */
public final class ObservedClient extends AmplitudeClient {
  private final App app;
  /** How deep we are in methods of the SDK that call others. */
  private int depth;

  /** Be the client that the integration finds. */
  public ObservedClient(App app) {
    super(null);
    this.app = app;
    Amplitude.instances.put(instanceName, this);
  }

  /** Call a method past Segment. */
  public void call(String method, List<Object> arguments) {
    depth++;
    try {
      switch (method) {
        case "regenerateDeviceId" -> regenerateDeviceId();
        case "setOptOut" -> setOptOut((Boolean) arguments.get(0));
        case "enableLocationListening" -> enableLocationListening();
        case "disableLocationListening" -> disableLocationListening();
        case "uploadEvents" -> uploadEvents();
        case "setUserId" -> setUserId((String) arguments.get(0));
        case "setDeviceId" -> setDeviceId((String) arguments.get(0));
        default -> throw new IllegalArgumentException("the SDK for Android has no method " + method);
      }
    } finally {
      depth--;
    }
  }

  /** Return what the SDK knows, beside two ids that Segment's library knows. */
  public JSONObject state(String anonymousId, String segmentUserId) {
    return json(null, "device_id", orNull(getDeviceId()), "user_id", orNull(getUserId()), "session_id", getSessionId(),
        "anonymous_id", orNull(anonymousId), "segment_user_id", orNull(segmentUserId),
        "events", dbHelper == null ? 0 : dbHelper.getEventCount(),
        "identifys", dbHelper == null ? 0 : dbHelper.getIdentifyCount());
  }

  /** Return how many events wait in the SDK's database. */
  public int waiting() {
    return dbHelper == null ? 0 : (int) dbHelper.getTotalEventCount();
  }

  @Override
  public synchronized AmplitudeClient initialize(Context context, String apiKey) {
    super.initialize(context, apiKey);
    if (!app.optionsAreInTime()) app.turns().letOthersRun();
    return this;
  }

  @Override
  public AmplitudeClient setUserId(String userId) {
    return heard(json("setUserId", "userId", orNull(userId)), () -> super.setUserId(userId));
  }

  @Override
  public AmplitudeClient regenerateDeviceId() {
    return heard(json("regenerateDeviceId"), () -> super.regenerateDeviceId());
  }

  @Override
  public void setUserProperties(JSONObject properties) {
    heard(json("setUserProperties", "properties", orNull(properties)), () -> super.setUserProperties(properties));
  }

  @Override
  public void identify(Identify identify) {
    heard(json("identify", "operations", operations(identify)), () -> super.identify(identify));
  }

  @Override
  public void setGroup(String type, Object name) {
    heard(json("setGroup", "groupType", type, "name", orNull(name)), () -> super.setGroup(type, name));
  }

  @Override
  public void logEvent(String type, JSONObject properties, JSONObject groups, boolean outOfSession) {
    heard(
        json("logEvent", "eventType", type, "eventProperties", orEmpty(properties), "groups", orEmpty(groups),
            "outOfSession", outOfSession),
        () -> super.logEvent(type, properties, groups, outOfSession));
  }

  @Override
  public void logRevenue(String product, int quantity, double price, String receipt, String signature) {
    heard(
        json("logRevenue", "productId", orNull(product), "quantity", quantity, "price", price,
            "receipt", orNull(receipt), "receiptSignature", orNull(signature)),
        () -> super.logRevenue(product, quantity, price, receipt, signature));
  }

  @Override
  public void logRevenueV2(Revenue revenue) {
    heard(
        json("logRevenueV2", "productId", orNull(revenue.productId), "quantity", revenue.quantity,
            "price", orNull(revenue.price), "revenueType", orNull(revenue.revenueType),
            "receipt", orNull(revenue.receipt), "receiptSignature", orNull(revenue.receiptSig),
            "eventProperties", orEmpty(revenue.properties)),
        () -> super.logRevenueV2(revenue));
  }

  @Override
  public void uploadEvents() {
    heard(json("uploadEvents"), () -> super.uploadEvents());
  }

  @Override
  protected long saveEvent(String type, JSONObject event) {
    String text = event.toString();
    long id = super.saveEvent(type, event);
    if (text != null) app.addEvent(json(null, "time", app.turns().now(), "id", id, "event", text,
        "queue", type.equals(Constants.IDENTIFY_EVENT) || type.equals("$groupidentify") ? "identifys" : "events"));
    return id;
  }

  private AmplitudeClient heard(JSONObject command, Runnable call) {
    if (depth == 0 && !app.isDraining()) app.addCommand(command);
    depth++;
    try {
      call.run();
    } finally {
      depth--;
    }
    return this;
  }

  private static JSONArray operations(Identify identify) {
    JSONArray operations = new JSONArray();
    JSONObject all = identify.userPropertiesOperations;
    for (Iterator<String> operators = all.keys(); operators.hasNext(); ) {
      String operator = operators.next();
      JSONObject on = all.optJSONObject(operator);
      if (on == null) {
        operations.put(json(null, "operator", operator));
        continue;
      }
      for (Iterator<String> properties = on.keys(); properties.hasNext(); ) {
        String property = properties.next();
        operations.put(json(null, "operator", operator, "property", property, "value", on.opt(property)));
      }
    }
    return operations;
  }

  private static Object orNull(Object value) {
    return value == null ? JSONObject.NULL : value;
  }

  /** Return a copy of JSON: the SDK still writes into the original. */
  private static JSONObject orEmpty(JSONObject value) {
    JSONObject copy = new JSONObject();
    if (value == null) return copy;
    try {
      for (Iterator<String> keys = value.keys(); keys.hasNext(); ) {
        String key = keys.next();
        copy.put(key, value.get(key));
      }
    } catch (JSONException error) {
      throw new IllegalStateException(error);
    }
    return copy;
  }

  private static JSONObject json(String method, Object... fields) {
    try {
      JSONObject json = new JSONObject();
      json.putOpt("method", method);
      for (int i = 0; i < fields.length; i += 2) {
        // A value that JSON can't write is left out.
        boolean isNumber = !(fields[i + 1] instanceof Double number) || Double.isFinite(number);
        json.put((String) fields[i], isNumber ? fields[i + 1] : JSONObject.NULL);
      }
      return json;
    } catch (JSONException error) {
      throw new IllegalStateException(error);
    }
  }
}
