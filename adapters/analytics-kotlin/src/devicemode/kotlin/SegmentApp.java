package devicemode.kotlin;

import android.os.Build;
import com.segment.analytics.kotlin.android.AndroidAnalyticsKt;
import com.segment.analytics.kotlin.core.Analytics;
import com.segment.analytics.kotlin.core.BaseEvent;
import com.segment.analytics.kotlin.core.Telemetry;
import com.segment.analytics.kotlin.destinations.amplitude.AmplitudeSession;
import devicemode.jvm.App;
import devicemode.jvm.InstalledApp;
import devicemode.jvm.Program;
import devicemode.jvm.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonElement;
import kotlinx.serialization.json.JsonElementKt;
import kotlinx.serialization.json.JsonObject;
import org.json.JSONException;
import org.json.JSONObject;

/** An app with analytics-kotlin and its plugin for Amplitude's sessions, as its author starts and calls them. */
public final class SegmentApp implements Program {
  private static final String WRITE_KEY = "devicemode";

  private Analytics analytics;

  @Override
  public void start(InstalledApp installed) {
    new ProcessLifecycle().follow(installed);
    // As Android has it.
    String system = "Linux; U; Android " + Build.VERSION.RELEASE + "; " + Build.MODEL + " Build/OPM1";
    System.setProperty("http.agent", "Dalvik/2.1.0 (" + system + ")");
    // Figures for Segment about the library itself; by default it sends them.
    Telemetry.INSTANCE.setEnable(false);
    SlowSettings requests = new SlowSettings(installed.app());
    analytics = AndroidAnalyticsKt.Analytics(WRITE_KEY, installed, configuration -> {
      configuration.setRequestFactory(requests);
      return Unit.INSTANCE;
    });
    // By the time that an app has started the library, the library's threads have begun; but no answer has come.
    installed.app().turns().letOthersRun();
    analytics.add(new AmplitudeSession());
    requests.answer();
  }

  @Override
  public void call(String method, Map<String, Object> fields) {
    boolean isAboutTheUser = method.equals("identify") || method.equals("alias");
    Function1<BaseEvent, BaseEvent> enrichment = enrichment(fields, isAboutTheUser ? null : text(fields, "userId"));
    switch (method) {
      case "track" -> analytics.track(text(fields, "event"), object(fields, "properties"), enrichment);
      case "screen" ->
        analytics.screen(orEmpty(text(fields, "name")), object(fields, "properties"), orEmpty(text(fields, "category")), enrichment);
      case "identify" -> identify(text(fields, "userId"), object(fields, "traits"), enrichment);
      case "group" -> analytics.group(text(fields, "groupId"), object(fields, "traits"), enrichment);
      case "alias" -> analytics.alias(text(fields, "userId"), enrichment);
      case "flush" -> analytics.flush();
      case "reset" -> analytics.reset();
      default -> throw new IllegalArgumentException("analytics-kotlin has no method " + method);
    }
  }

  @Override
  public void callSDK(String method, List<Object> arguments) {
    throw new IllegalArgumentException("there is no SDK of Amplitude in the app");
  }

  @Override
  public void flush() {
    analytics.flush();
  }

  @Override
  public int waiting() {
    return 0;
  }

  @Override
  public JSONObject seen() {
    try {
      return new JSONObject().put("anonymousId", analytics.anonymousId());
    } catch (JSONException error) {
      throw new IllegalStateException(error);
    }
  }

  @Override
  public JSONObject state() {
    return seen();
  }

  private void identify(String userId, JsonObject traits, Function1<BaseEvent, BaseEvent> enrichment) {
    if (userId == null) {
      analytics.identify(traits, enrichment);
    } else {
      analytics.identify(userId, traits, enrichment);
    }
  }

  /** Return what adds to an event what has no argument of its own; options stand beside the plugin's. */
  private static Function1<BaseEvent, BaseEvent> enrichment(Map<String, Object> fields, String userId) {
    String anonymousId = text(fields, "anonymousId");
    String timestamp = text(fields, "timestamp");
    JsonObject context = object(fields, "context");
    JsonObject integrations = object(fields, "integrations");
    if (userId == null && anonymousId == null && timestamp == null && context.isEmpty() && integrations.isEmpty()) return null;
    return event -> {
      if (event == null) return null;
      if (userId != null) event.setUserId(userId);
      if (anonymousId != null) event.setAnonymousId(anonymousId);
      if (timestamp != null) event.setTimestamp(timestamp);
      event.setContext(with(event.getContext(), context));
      event.setIntegrations(withOptions(event.getIntegrations(), integrations));
      return event;
    };
  }

  private static JsonObject with(JsonObject there, JsonObject added) {
    Map<String, JsonElement> all = new LinkedHashMap<>(there);
    all.putAll(added);
    return new JsonObject(all);
  }

  private static JsonObject withOptions(JsonObject there, JsonObject added) {
    Map<String, JsonElement> all = new LinkedHashMap<>(there);
    added.forEach((name, options) -> all.merge(
        name, options,
        (own, given) -> own instanceof JsonObject one && given instanceof JsonObject other ? with(one, other) : given));
    return new JsonObject(all);
  }

  private static String text(Map<String, Object> fields, String name) {
    return (String) fields.get(name);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  @SuppressWarnings("unchecked")
  private static JsonObject object(Map<String, Object> fields, String name) {
    Map<String, Object> given = (Map<String, Object>) fields.getOrDefault(name, Map.of());
    JsonElement json = Json.Default.parseToJsonElement(Values.json(given == null ? Map.of() : given).toString());
    return JsonElementKt.getJsonObject(json);
  }
}
