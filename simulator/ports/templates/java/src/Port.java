import java.util.List;
import java.util.Map;

/**
 * The port: fill in the five methods. A method may throw {@code Adapter.Threw} when your SDK refuses a call, and {@code open}
 * {@code Adapter.Skip} for a scenario that it can't do.
 */
final class Port implements Adapter.More {
  Map<String, Object> hello() {
    return Map.of(
        "protocol", 1,
        "port", Map.of("name", "my-port", "version", "0.1.0", "language", "java"),
        "platforms", List.of("android"), // of web, ios, android, server
        "levels", List.of("events"), // events: drain tells them; wire: the SDK uploads them to endpoints.amplitude
        "capabilities", List.of(), // `devicemode adapter capabilities` lists them; claim nothing that does not work yet
        "pipelining", true); // Adapter's loop does one message after the other
  }

  /** A scenario begins. Make a fresh SDK for {@code message.get("app")}, with nothing left of an earlier scenario. */
  void open(Map<String, Object> message) {}

  /** Call your SDK's track, screen, identify, …: the "method", with Segment's flat JSON in {@code Adapter.object(message, "args")}. */
  void call(Map<String, Object> message) {}

  /**
   * Answer when nothing is under way any more; with "flush", let the SDK upload first. Level events: tell all events of the
   * scenario so far, by app, as the SDK would upload them.
   */
  Map<String, Object> drain(Map<String, Object> message) {
    return Map.of("apps", Map.of());
  }

  /** The scenario is over. */
  void close() {}

  // With their capabilities come advance, lifecycle, device, page, callSDK, loadSDK and deliverSettings: see Adapter.More.
}
