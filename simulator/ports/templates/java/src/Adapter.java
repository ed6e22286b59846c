import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Speaks the adapter protocol, version 1, for the port in Port.java. There is nothing to change in here. */
public final class Adapter {
  /** Your SDK refuses a call: that is a result. */
  static final class Threw extends RuntimeException {
    Threw(String message) {
      super(message);
    }
  }

  /** `open` can't do the scenario; `issue` is the address of an issue about it, or empty. */
  static final class Skip extends RuntimeException {
    final String issue;

    Skip(String reason, String issue) {
      super(reason);
      this.issue = issue;
    }
  }

  /** The port has no such method. */
  private static final class Unknown extends RuntimeException {}

  /** What comes with a capability: a port that claims it has the method. */
  interface More {
    default void advance(Map<String, Object> message) throws Exception {
      throw new Unknown();
    }

    default void lifecycle(Map<String, Object> message) throws Exception {
      throw new Unknown();
    }

    default void device(Map<String, Object> message) throws Exception {
      throw new Unknown();
    }

    default void page(Map<String, Object> message) throws Exception {
      throw new Unknown();
    }

    default void callSDK(Map<String, Object> message) throws Exception {
      throw new Unknown();
    }

    default void loadSDK(Map<String, Object> message) throws Exception {
      throw new Unknown();
    }

    default void deliverSettings(Map<String, Object> message) throws Exception {
      throw new Unknown();
    }
  }

  private static final Gson JSON = new GsonBuilder()
      .serializeNulls()
      .disableHtmlEscaping()
      .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
      .create();

  public static void main(String[] arguments) throws IOException {
    PrintStream replies = System.out;
    // Standard output is for replies alone; whatever else is printed goes to standard error.
    System.setOut(System.err);
    Port port = new Port();
    for (String line = readLine(System.in); line != null; line = readLine(System.in)) {
      Map<String, Object> message = null;
      Map<String, Object> reply;
      try {
        message = object(JSON.fromJson(line, Object.class));
        if ("bye".equals(message.get("do"))) break;
        reply = reply(port, message);
      } catch (RuntimeException error) {
        reply = made(message, "error", Map.of("message", "the message can't be read: " + error.getMessage()));
      }
      replies.write((JSON.toJson(reply) + "\n").getBytes(StandardCharsets.UTF_8));
      replies.flush();
    }
    // An SDK's threads are nothing to wait for.
    System.exit(0);
  }

  private static Map<String, Object> reply(Port port, Map<String, Object> message) {
    try {
      Object ok = answer(port, String.valueOf(message.get("do")), message);
      return made(message, "ok", ok == null ? Map.of() : ok);
    } catch (Threw threw) {
      return made(message, "threw", Map.of("message", String.valueOf(threw.getMessage())));
    } catch (Skip skip) {
      return made(message, "skip", Map.of("reason", String.valueOf(skip.getMessage()), "issue", skip.issue));
    } catch (Unknown unknown) {
      return made(message, "error", Map.of("message", "the adapter does not know the message " + message.get("do")));
    } catch (Exception error) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      return made(message, "error", Map.of("message", error.toString(), "trace", trace.toString()));
    }
  }

  private static Object answer(Port port, String what, Map<String, Object> message) throws Exception {
    switch (what) {
      case "hello" -> {
        return port.hello();
      }
      case "drain" -> {
        return port.drain(message);
      }
      case "open" -> port.open(message);
      case "call" -> port.call(message);
      case "close" -> port.close();
      case "advance" -> port.advance(message);
      case "lifecycle" -> port.lifecycle(message);
      case "device" -> port.device(message);
      case "page" -> port.page(message);
      case "call-sdk" -> port.callSDK(message);
      case "load-sdk" -> port.loadSDK(message);
      case "deliver-settings" -> port.deliverSettings(message);
      default -> throw new Unknown();
    }
    return null;
  }

  /** Return what is at a key of an object, as an object: `object(message, "args")`. */
  static Map<String, Object> object(Map<String, Object> holder, String key) {
    return object(holder.get(key));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    if (value instanceof Map<?, ?> map) return (Map<String, Object>) map;
    throw new IllegalArgumentException(value + " is not an object");
  }

  /** Read up to a line feed: other line endings may be inside a string. */
  private static String readLine(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != -1; next = input.read()) {
      if (next == '\n') return line.toString(StandardCharsets.UTF_8);
      line.write(next);
    }
    return null;
  }

  private static Map<String, Object> made(Map<String, Object> message, String outcome, Object holds) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("id", message != null && message.get("id") instanceof Long id ? id : 0L);
    reply.put(outcome, holds);
    return reply;
  }
}
