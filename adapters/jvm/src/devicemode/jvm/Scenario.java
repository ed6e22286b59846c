package devicemode.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.json.JSONException;
import org.json.JSONObject;

/** One scenario: its apps, which share a clock. */
final class Scenario {
  private final String program;
  private final Map<String, App> apps = new LinkedHashMap<>();
  private Turns turns;
  private Path storage;

  Scenario(String program) {
    this.program = program;
  }

  void open(JSONObject request) throws JSONException {
    String name = request.getString("app");
    if (apps.containsKey(name)) throw new IllegalStateException("there is a " + name + " already");
    if (turns == null) begin(request.getLong("time"));
    App app = new App(request, turns, storage.resolve(String.valueOf(apps.size())), program);
    apps.put(name, app);
    app.change(request.getJSONObject("device"));
    if (request.optBoolean("launch", true)) app.launch(true);
  }

  App app(String name) {
    App app = apps.get(name);
    if (app == null) throw new IllegalStateException("there is no " + name + " in this scenario");
    return app;
  }

  void advance(long milliseconds) {
    turns.advance(milliseconds);
  }

  void setClock(long by) {
    turns.setClock(by);
  }

  JSONObject drain(boolean flush) throws JSONException {
    JSONObject seen = new JSONObject();
    for (Map.Entry<String, App> one : apps.entrySet()) seen.put(one.getKey(), one.getValue().drain(flush));
    return seen;
  }

  void close() {
    for (App app : apps.values()) app.end();
    apps.clear();
    App.enter(null);
    if (turns != null) turns.settle();
    turns = null;
    if (storage != null) Workspace.delete(storage);
    storage = null;
  }

  private void begin(long time) {
    turns = new Turns(time);
    try {
      storage = Files.createTempDirectory("app");
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
