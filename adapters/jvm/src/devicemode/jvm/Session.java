package devicemode.jvm;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowPausedAsyncTask;

/** Answers the adapter protocol on standard input and output; for Robolectric it is a test that lasts until `bye`. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 35, manifest = Config.NONE, shadows = ShadowSQLiteGlobal.class)
public final class Session {
  private final JSONObject welcome = property("devicemode.welcome");
  private final Scenario scenario = new Scenario(System.getProperty("devicemode.program"));

  @Test
  public void answer() throws IOException, InterruptedException, JSONException {
    ShadowPausedAsyncTask.overrideExecutor(task -> App.current().asyncTasks().execute(task));
    PrintStream output = Main.output();
    warmUp();
    Requests requests = new Requests();
    for (String line = requests.next(); line != null; line = requests.next()) {
      JSONObject request = request(line);
      if (request.optString("do").equals("bye")) break;
      output.write((reply(request) + "\n").getBytes(StandardCharsets.UTF_8));
      output.flush();
    }
    scenario.close();
  }

  private static JSONObject request(String line) throws JSONException {
    try {
      if (new JSONTokener(line).nextValue() instanceof JSONObject request && request.opt("id") instanceof Integer) {
        return request;
      }
      return new JSONObject().put("id", 0).put("wrong", "a message is an object with an id");
    } catch (JSONException error) {
      return new JSONObject().put("id", 0).put("wrong", "the message can't be read: " + error.getMessage());
    }
  }

  private JSONObject reply(JSONObject request) throws JSONException {
    JSONObject reply = new JSONObject().put("id", request.getInt("id"));
    if (request.has("wrong")) return reply.put("error", new JSONObject().put("message", request.get("wrong")));
    try {
      return reply.put("ok", answer(request));
    } catch (Threw threw) {
      Throwable cause = threw.getCause();
      return reply.put("threw", new JSONObject()
          .put("message", threw.getMessage()).put("type", cause.getClass().getSimpleName()));
    } catch (Exception error) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      return reply.put("error", new JSONObject().put("message", String.valueOf(error.getMessage())).put("trace", trace));
    }
  }

  private JSONObject answer(JSONObject request) throws JSONException {
    String what = request.optString("do");
    switch (what) {
      case "hello" -> {
        return welcome;
      }
      case "open" -> scenario.open(request);
      case "call" -> app(request).call(request.getString("method"), Values.map(args(request), request.optBoolean("tagged")));
      case "call-sdk" -> callSDK(app(request), request.getString("method"));
      case "advance" -> scenario.advance(request.getLong("ms"));
      case "lifecycle" -> move(app(request), request.getString("event"));
      case "device" -> app(request).change(request.getJSONObject("attributes"));
      case "deliver-settings" -> app(request).deliverSettings();
      // Random sequences need these; the protocol has no message for them.
      case "set-clock" -> scenario.setClock(request.getLong("by"));
      case "change-settings" -> app(request).changeSettings(request.getJSONObject("settings"));
      case "look" -> {
        return app(request).look(request.getInt("from"));
      }
      case "drain" -> {
        return new JSONObject().put("apps", scenario.drain(request.optBoolean("flush", true)));
      }
      case "close" -> scenario.close();
      default -> throw new IllegalArgumentException("the adapter does not know the message " + what);
    }
    return new JSONObject();
  }

  /** Warm up with a scenario: the first one takes far longer than all others. */
  private void warmUp() throws JSONException {
    JSONObject device = new JSONObject().put("online", false);
    scenario.open(new JSONObject()
        .put("app", "app").put("seed", "").put("time", 0).put("device", device)
        .put("settings", new JSONObject().put("apiKey", "key"))
        .put("endpoints", new JSONObject().put("amplitude", "http://localhost")));
    scenario.drain(true);
    scenario.close();
  }

  private App app(JSONObject request) throws JSONException {
    return scenario.app(request.getString("app"));
  }

  private static JSONObject args(JSONObject request) {
    JSONObject args = request.optJSONObject("args");
    return args == null ? new JSONObject() : args;
  }

  /** Call a method that is written with its arguments in parentheses, as JSON: `setOptOut(true)`. */
  private static void callSDK(App app, String written) throws JSONException {
    int bracket = written.indexOf('(');
    if (bracket < 0) {
      app.callSDK(written, List.of());
    } else {
      String arguments = written.substring(bracket + 1, written.length() - 1);
      app.callSDK(written.substring(0, bracket), Values.list(new JSONArray("[" + arguments + "]")));
    }
  }

  private static void move(App app, String event) {
    switch (event) {
      case "background" -> app.background();
      case "foreground" -> app.foreground();
      case "kill" -> app.kill();
      case "launch" -> app.launch(true);
      case "launch-in-background" -> app.launch(false);
      case "restart" -> {
        app.kill();
        app.launch(true);
      }
      default -> throw new IllegalArgumentException("the adapter does not know the event " + event);
    }
  }

  private static JSONObject property(String name) {
    try {
      return new JSONObject(System.getProperty(name));
    } catch (JSONException error) {
      throw new IllegalStateException(error);
    }
  }
}
