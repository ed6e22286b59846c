package devicemode.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.robolectric.shadows.ShadowCloseGuard;

/** One app of a scenario: the phone that it is on, what it has stored, and its process while there is one. */
public final class App {
  private static volatile App current;

  private final Turns turns;
  private final Phone phone;
  private final Network network;
  private final Path storage;
  private final String seed;
  private final String program;
  /** The destination's settings as Segment's servers have them; they leave out the destination in cloud mode. */
  private JSONObject settings;
  private final boolean settingsArrive;
  private final boolean optionsInTime;
  private int launches;

  private Random random;
  private StackLoader loader;
  private Program running;
  private InstalledApp installed;
  private Executor asyncTasks;
  /** The threads of the process, in the order in which they were made. */
  private final List<TurnThread> threads = new ArrayList<>();
  private boolean inForeground;
  private boolean settingsAreThere;
  /** Whether it is the harness who lets the app upload, and not the app. */
  private boolean draining;
  /** What the app is doing, as its author would call it. */
  private String doing = "launch";
  /** What was seen in all processes so far: of Segment's library, of Amplitude's SDK, of crashes. */
  private final JSONArray messages = new JSONArray();
  private final Map<String, JSONObject> unsent = new LinkedHashMap<>();
  private final JSONArray commands = new JSONArray();
  private final JSONArray events = new JSONArray();
  private final JSONArray crashes = new JSONArray();

  App(JSONObject request, Turns turns, Path storage, String program) throws JSONException {
    this.turns = turns;
    this.storage = storage;
    this.program = program;
    seed = request.getString("seed") + "/" + request.getString("app");
    phone = new Phone(new Random(seed.hashCode()).nextLong());
    network = new Network(this, request.getJSONObject("endpoints").getString("amplitude"));
    settings = request.optString("mode").equals("cloud") ? null : request.getJSONObject("settings");
    settingsArrive = request.optBoolean("settingsArrive", true);
    optionsInTime = request.optBoolean("optionsInTime", true);
  }

  /** Return the app whose turn it is. */
  public static App current() {
    return current;
  }

  /** Make an app the one whose turn it is, and return the one before. */
  static App enter(App app) {
    App before = current;
    current = app;
    if (app != null) app.phone.use();
    return before;
  }

  /** Return what runs the process's AsyncTasks. */
  Executor asyncTasks() {
    return asyncTasks;
  }

  public Turns turns() {
    return turns;
  }

  public Phone phone() {
    return phone;
  }

  public Network network() {
    return network;
  }

  public Path storage() {
    return storage;
  }

  /** Return the settings of Amplitude, or `null` where it is left to Segment's servers. */
  public JSONObject settings() {
    return settings;
  }

  public boolean isDraining() {
    return draining;
  }

  public boolean hasSettings() {
    return settingsAreThere;
  }

  /** Wait until Segment's settings have arrived. */
  public void awaitSettings() {
    Turns.await(() -> settingsAreThere, Integer.MAX_VALUE);
  }

  /** Return whether what the integration sets after the SDK's start is there before the SDK's threads have a turn. */
  public boolean optionsAreInTime() {
    return optionsInTime;
  }

  public UUID randomUUID() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    long most = 0;
    long least = 0;
    for (int i = 0; i < 8; i++) most = (most << 8) | (bytes[i] & 0xff);
    for (int i = 8; i < 16; i++) least = (least << 8) | (bytes[i] & 0xff);
    return new UUID((most & ~0xf000L) | 0x4000L, (least & ~(3L << 62)) | (2L << 62));
  }

  /** Keep what Segment's library made of a call: Segment's servers have received it. */
  public void addMessage(JSONObject message) {
    messages.put(message);
  }

  /**
   * Keep what Segment's library made of a call until Segment's servers receive it, perhaps from a later process.
   *
   * With a network that counts as at once: how long the library collects messages is none of the scenarios' business.
   */
  public void holdMessage(String id, JSONObject message) {
    if (phone.isOnline() && unsent.isEmpty()) {
      addMessage(message);
    } else {
      unsent.put(id, message);
    }
  }

  /** Segment's servers have received a message that was held. */
  public void releaseMessage(String id) {
    JSONObject message = unsent.remove(id);
    if (message != null) addMessage(message);
  }

  /** Keep what was called on Amplitude's SDK. */
  public void addCommand(JSONObject command) {
    commands.put(command);
  }

  /** Keep an event as Amplitude's SDK has written it to its database. */
  public void addEvent(JSONObject event) {
    events.put(event);
  }

  /** Start the app's process, in the foreground or behind it. */
  void launch(boolean inForeground) {
    if (running != null) throw new IllegalStateException("the app is running already");
    doing = "launch";
    launches++;
    settingsAreThere = settingsArrive;
    random = new Random((seed + "/" + launches).hashCode());
    loader = new StackLoader(this);
    run(() -> {
      asyncTasks = new TurnExecutor("AsyncTask");
      installed = new InstalledApp(this);
      running = newProgram();
      running.start(installed);
    });
    turns.settle();
    if (inForeground && running != null) show();
  }

  /** Segment's settings arrive. */
  void deliverSettings() {
    doing = "deliver-settings";
    settingsAreThere = true;
    turns.settle();
  }

  /** End the process; whatever is under way in it is lost. */
  void kill() {
    checkRunning();
    end();
  }

  /** Leave nothing of the process. */
  void end() {
    for (TurnThread thread : threads) thread.end();
    threads.clear();
    if (installed != null) installed.closeDatabases();
    // Of what it had open Android keeps where that was opened, with the classes of the process.
    ShadowCloseGuard.reset();
    loader = null;
    running = null;
    installed = null;
    inForeground = false;
  }

  void foreground() {
    doing = "foreground";
    checkRunning();
    show();
  }

  void background() {
    doing = "background";
    checkRunning();
    if (inForeground) run(installed::hide);
    inForeground = false;
    turns.settle();
  }

  private void show() {
    if (!inForeground) run(installed::show);
    inForeground = true;
    turns.settle();
  }

  void call(String method, Map<String, Object> fields) {
    act(method, () -> running.call(method, fields));
  }

  void callSDK(String method, List<Object> arguments) {
    act(method, () -> running.callSDK(method, arguments));
  }

  private void checkRunning() {
    if (running == null) throw new Threw(new IllegalStateException("the app is not running"));
  }

  /** Do what its author has written; throws what it throws. */
  private void act(String name, Runnable what) {
    doing = name;
    checkRunning();
    App before = enter(this);
    try {
      what.run();
    } catch (RuntimeException error) {
      throw new Threw(error);
    } catch (StackOverflowError error) {
      crash(error);
    } finally {
      enter(before);
    }
    turns.settle();
  }

  /** Change what the device is; what the app has held goes out as soon as there is a network. */
  void change(JSONObject attributes) throws JSONException {
    phone.change(attributes);
    if (running != null && phone.isOnline()) List.copyOf(unsent.keySet()).forEach(this::releaseMessage);
  }

  /** Change the settings that Segment's servers have. */
  void changeSettings(JSONObject changed) {
    settings = changed;
  }

  JSONObject drain(boolean flush) throws JSONException {
    turns.settle();
    if (flush) upload();
    JSONObject seen = running == null ? new JSONObject() : inside(running::seen);
    return seen.put("messages", messages).put("commands", commands).put("crashes", crashes);
  }

  /** Let the app upload what it has queued, for as long as anything gets through: one flush may leave a part of it. */
  private void upload() {
    draining = true;
    for (int before = Integer.MAX_VALUE; running != null && waiting() < before; ) {
      before = waiting();
      run(running::flush);
      turns.settle();
    }
    draining = false;
  }

  private int waiting() {
    App before = enter(this);
    try {
      return running.waiting();
    } finally {
      enter(before);
    }
  }

  /** Return what the app's libraries know now, and the events that they have logged, from the one with this number on. */
  JSONObject look(int from) throws JSONException {
    JSONArray logged = new JSONArray();
    for (int i = from; i < events.length(); i++) logged.put(events.get(i));
    JSONObject state = running == null ? new JSONObject() : inside(running::state);
    return new JSONObject().put("state", state).put("logged", logged).put("crashes", crashes);
  }

  private JSONObject inside(Supplier<JSONObject> look) {
    App before = enter(this);
    try {
      return look.get();
    } finally {
      enter(before);
    }
  }

  void add(TurnThread thread) {
    threads.add(thread);
    turns.add(thread);
  }

  /** Return whether a process, known by its classes, is the one that runs. */
  boolean runs(StackLoader loader) {
    return this.loader == loader;
  }

  /** Run something in the app; what it doesn't catch ends the app. */
  void run(Runnable what) {
    App before = enter(this);
    try {
      what.run();
    } catch (TurnThread.Over over) {
      // The process has ended in the middle of it.
    } catch (Throwable error) {
      crash(error);
    } finally {
      enter(before);
    }
  }

  private void crash(Throwable error) {
    error.printStackTrace();
    try {
      crashes.put(new JSONObject().put("call", doing).put("reason", error.toString()));
    } catch (JSONException impossible) {
      throw new IllegalStateException(impossible);
    }
    turns.afterwards(this::end);
  }

  private Program newProgram() {
    try {
      return (Program) loader.loadClass(program).getConstructor().newInstance();
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }
}
