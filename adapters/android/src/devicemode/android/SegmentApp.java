package devicemode.android;

import com.amplitude.api.ObservedClient;
import com.segment.analytics.Analytics;
import com.segment.analytics.Middleware;
import com.segment.analytics.Options;
import com.segment.analytics.Properties;
import com.segment.analytics.Traits;
import com.segment.analytics.android.integrations.amplitude.AmplitudeIntegration;
import devicemode.jvm.App;
import devicemode.jvm.InstalledApp;
import devicemode.jvm.Program;
import devicemode.jvm.TurnExecutor;
import devicemode.jvm.Values;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.json.JSONException;
import org.json.JSONObject;

/** An app with Segment's library, which has Amplitude's integration on board, unless it leaves it to Segment's servers. */
public final class SegmentApp implements Program {
  private static final String WRITE_KEY = "devicemode";

  private App app;
  private ObservedClient amplitude;
  private Analytics analytics;

  @Override
  public void start(InstalledApp installed) {
    app = installed.app();
    Analytics.Builder builder = new Analytics.Builder(installed, WRITE_KEY)
        .connectionFactory(new SegmentServers(app))
        .networkExecutor(new TurnExecutor("network"))
        .middleware(this::hear);
    if (app.settings() != null) builder.use(AmplitudeIntegration.FACTORY);
    analytics = builder.build();
    Analytics.setSingletonInstance(analytics);
    // The integration is made later, and finds it; its threads are younger than those of Segment's library.
    amplitude = new ObservedClient(app);
  }

  @Override
  public void call(String method, Map<String, Object> fields) {
    Options options = options(fields);
    switch (method) {
      case "track" -> analytics.track(text(fields, "event"), properties(fields), options);
      case "screen" -> analytics.screen(text(fields, "category"), text(fields, "name"), properties(fields), options);
      case "identify" -> analytics.identify(text(fields, "userId"), traits(fields), options);
      case "group" -> analytics.group(text(fields, "groupId"), traits(fields), options);
      case "alias" -> analytics.alias(text(fields, "userId"), options);
      case "flush" -> analytics.flush();
      case "reset" -> analytics.reset();
      default -> throw new IllegalArgumentException("Segment's library for Android has no method " + method);
    }
  }

  @Override
  public void callSDK(String method, List<Object> arguments) {
    amplitude.call(method, arguments);
  }

  @Override
  public void flush() {
    analytics.flush();
  }

  @Override
  public int waiting() {
    return amplitude.waiting();
  }

  @Override
  public JSONObject seen() {
    try {
      return new JSONObject()
          .put("deviceId", amplitude.getDeviceId() == null ? JSONObject.NULL : amplitude.getDeviceId())
          .put("anonymousId", analytics.getAnalyticsContext().traits().anonymousId());
    } catch (JSONException error) {
      throw new IllegalStateException(error);
    }
  }

  @Override
  public JSONObject state() {
    Traits traits = analytics.getAnalyticsContext().traits();
    return amplitude.state(traits.anonymousId(), traits.userId());
  }

  private void hear(Middleware.Chain chain) {
    app.holdMessage(chain.payload().messageId(), Values.json(chain.payload()));
    chain.proceed(chain.payload());
  }

  private static String text(Map<String, Object> fields, String name) {
    return (String) fields.get(name);
  }

  private static Properties properties(Map<String, Object> fields) {
    Map<String, Object> given = map(fields, "properties");
    if (given == null) return null;
    Properties properties = new Properties();
    properties.putAll(given);
    return properties;
  }

  private static Traits traits(Map<String, Object> fields) {
    Map<String, Object> given = map(fields, "traits");
    if (given == null) return null;
    Traits traits = new Traits();
    traits.putAll(given);
    return traits;
  }

  private static Options options(Map<String, Object> fields) {
    Map<String, Object> integrations = map(fields, "integrations");
    Map<String, Object> context = map(fields, "context");
    if (integrations == null && context == null) return null;
    Options options = new Options();
    if (context != null) OwnContext.put(options, context);
    if (integrations == null) return options;
    integrations.forEach((name, value) -> {
      if (value instanceof Boolean enabled) {
        options.setIntegration(name, enabled);
      } else if (value instanceof Map) {
        options.setIntegrationOptions(name, asMap(value));
      } else {
        set(options, name, value);
      }
    });
    return options;
  }

  /** Give an option that the methods don't take, as apps do whose options come from elsewhere. */
  @SuppressWarnings("unchecked")
  private static void set(Options options, String name, Object value) {
    try {
      Field integrations = Options.class.getDeclaredField("integrations");
      integrations.setAccessible(true);
      ((Map<String, Object>) integrations.get(options)).put(name, value);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private static Map<String, Object> map(Map<String, Object> fields, String name) {
    return asMap(fields.get(name));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
