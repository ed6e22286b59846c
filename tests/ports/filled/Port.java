import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class Port implements Adapter.More {
  private String app;
  private String device;
  private Object user;
  private List<Object> events;

  Map<String, Object> hello() {
    return Map.of(
        "protocol", 1, "port", Map.of("name", "my-port", "version", "0.1.0", "language", "java"),
        "platforms", List.of("android"), "levels", List.of("events"), "pipelining", true,
        "capabilities", List.of("device-id", "refusals"));
  }

  void open(Map<String, Object> message) {
    app = (String) message.get("app");
    device = message.get("seed") + app;
    user = null;
    events = new ArrayList<>();
    if ("".equals(Adapter.object(message, "settings").get("apiKey"))) throw new Adapter.Threw("an API key, please");
  }

  void call(Map<String, Object> message) {
    Map<String, Object> args = Adapter.object(message, "args");
    user = args.getOrDefault("userId", user);
    if (!"track".equals(message.get("method"))) return;
    Map<String, Object> event = new HashMap<>();
    event.put("event_type", args.get("event"));
    event.put("event_properties", args.get("properties"));
    event.put("device_id", device);
    event.put("user_id", user);
    event.put("session_id", 1);
    events.add(event);
  }

  Map<String, Object> drain(Map<String, Object> message) {
    return Map.of("apps", Map.of(app, Map.of("events", events, "deviceId", device)));
  }

  void close() {}
}
