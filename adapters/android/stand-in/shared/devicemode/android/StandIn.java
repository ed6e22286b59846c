package devicemode.android;

import com.amplitude.api.Amplitude;
import com.amplitude.api.AmplitudeClient;
import com.amplitude.api.Identify;
import com.amplitude.api.Revenue;
import com.segment.analytics.Analytics;
import com.segment.analytics.Properties;
import com.segment.analytics.Traits;
import com.segment.analytics.ValueMap;
import com.segment.analytics.integrations.BasePayload;
import com.segment.analytics.integrations.GroupPayload;
import com.segment.analytics.integrations.IdentifyPayload;
import com.segment.analytics.integrations.Integration;
import com.segment.analytics.integrations.ScreenPayload;
import com.segment.analytics.integrations.TrackPayload;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.json.JSONObject;

/**
 * Stands in for Segment's integration if that is not available: rewritten, and compared with the real one in sequences.
 */
public abstract class StandIn extends Integration<AmplitudeClient> {
  private static final String KEY = "Amplitude";
  private static final String LEGACY_GROUP = "[Segment] Group";

  /** The types of values that traits may have, with what the SDK's methods call them. */
  private static final Map<Class<?>, Class<?>> TYPES = Map.of(
      Double.class, double.class, Float.class, float.class, Integer.class, int.class, Long.class, long.class,
      String.class, String.class);

  private final AmplitudeClient amplitude = Amplitude.getInstance();
  private final ValueMap settings;
  private final Set<String> increments;
  private final Set<String> once;

  protected StandIn(ValueMap settings, Analytics analytics) {
    this.settings = settings;
    increments = names("traitsToIncrement");
    once = names("traitsToSetOnce");
    amplitude.initialize(analytics.getApplication(), settings.getString("apiKey"));
    amplitude.enableForegroundTracking(analytics.getApplication());
    amplitude.trackSessionEvents(isOn("trackSessionEvents"));
    if (!settings.getBoolean("enableLocationListening", true)) amplitude.disableLocationListening();
    if (isOn("useAdvertisingIdForDeviceId")) amplitude.useAdvertisingIdForDeviceId();
  }

  /** Return the integration's factory; `make` is a constructor. */
  protected static Factory factory(Maker make) {
    return new Factory() {
      @Override
      public Integration<?> create(ValueMap settings, Analytics analytics) {
        return make.make(settings, analytics);
      }

      @Override
      public String key() {
        return KEY;
      }
    };
  }

  /** Make an integration of settings. */
  protected interface Maker {
    Integration<?> make(ValueMap settings, Analytics analytics);
  }

  /** The user has joined a group, which has these traits. */
  protected void joined(String type, String value, Traits traits) {}

  /** Return what the SDK calls the type of a trait's value when it is set, or `null` where it is left out. */
  protected Class<?> typeToSet(Object value) {
    return TYPES.get(value.getClass());
  }

  @Override
  public AmplitudeClient getUnderlyingInstance() {
    return amplitude;
  }

  @Override
  public void identify(IdentifyPayload call) {
    amplitude.setUserId(call.userId());
    if (increments.isEmpty() && once.isEmpty()) {
      amplitude.setUserProperties(call.traits().toJsonObject());
    } else {
      amplitude.identify(operations(call.traits()));
    }
    JSONObject groups = groups(call);
    if (groups == null) return;
    for (Iterator<String> types = groups.keys(); types.hasNext(); ) {
      String type = types.next();
      amplitude.setGroup(type, groups.opt(type));
    }
  }

  @Override
  public void track(TrackPayload call) {
    ValueMap options = call.integrations().getValueMap(KEY);
    boolean outOfSession = options != null && Boolean.TRUE.equals(options.get("outOfSession"));
    log(call.event(), call.properties(), groups(call), outOfSession);
  }

  @Override
  public void screen(ScreenPayload call) {
    if (settings.getBoolean("trackAllPagesV2", true)) {
      Properties properties = new Properties();
      properties.putAll(call.properties());
      properties.put("name", call.name());
      log("Loaded a Screen", properties, null, false);
    } else if (isOn("trackAllPages")) {
      logScreen(call.event(), call);
    } else if (isOn("trackCategorizedPages") && isThere(call.category())) {
      logScreen(call.category(), call);
    } else if (isOn("trackNamedPages") && isThere(call.name())) {
      logScreen(call.name(), call);
    }
  }

  @Override
  public void group(GroupPayload call) {
    Traits traits = call.traits();
    String type = null;
    String value = call.groupId();
    if (traits != null && !traits.isEmpty()) {
      String typeTrait = settings.getString("groupTypeTrait");
      String valueTrait = settings.getString("groupTypeValue");
      if (traits.containsKey(typeTrait) && traits.containsKey(valueTrait)) {
        type = traits.getString(typeTrait);
        value = traits.getString(valueTrait);
      } else {
        type = traits.name();
      }
    }
    if (!isThere(type)) type = LEGACY_GROUP;
    amplitude.setGroup(type, value);
    joined(type, value, traits);
  }

  @Override
  public void flush() {
    amplitude.uploadEvents();
  }

  @Override
  public void reset() {
    amplitude.setUserId(null);
    amplitude.regenerateDeviceId();
  }

  private void logScreen(String what, ScreenPayload call) {
    log("Viewed " + what + " Screen", call.properties(), null, false);
  }

  private void log(String event, Properties properties, JSONObject groups, boolean outOfSession) {
    JSONObject json = properties.toJsonObject();
    amplitude.logEvent(event, json, groups, outOfSession);
    if (!properties.containsKey("revenue") && !properties.containsKey("total")) return;
    if (isOn("useLogRevenueV2")) {
      amplitude.logRevenueV2(revenue(properties).setEventProperties(json));
    } else {
      amplitude.logRevenue(
          properties.getString("productId"), properties.getInt("quantity", 0), earned(properties),
          properties.getString("receipt"), properties.getString("receiptSignature"));
    }
  }

  private static Revenue revenue(Properties properties) {
    Revenue revenue = new Revenue();
    if (properties.containsKey("price")) {
      revenue.setPrice(properties.getDouble("price", 0)).setQuantity(properties.getInt("quantity", 1));
    } else {
      revenue.setPrice(earned(properties)).setQuantity(1);
    }
    if (properties.containsKey("productId")) revenue.setProductId(properties.getString("productId"));
    if (properties.containsKey("revenueType")) revenue.setRevenueType(properties.getString("revenueType"));
    if (properties.containsKey("receipt") && properties.containsKey("receiptSignature")) {
      revenue.setReceipt(properties.getString("receipt"), properties.getString("receiptSignature"));
    }
    return revenue;
  }

  private static double earned(Properties properties) {
    double revenue = properties.getDouble("revenue", 0);
    return revenue == 0 ? properties.getDouble("total", 0) : revenue;
  }

  private Identify operations(Traits traits) {
    Identify identify = new Identify();
    traits.forEach((name, value) -> {
      if (value == null) return;
      if (increments.contains(name)) {
        operate("add", identify, name, value, TYPES.get(value.getClass()));
      } else if (once.contains(name)) {
        operate("setOnce", identify, name, value, TYPES.get(value.getClass()));
      } else {
        operate("set", identify, name, value, typeToSet(value));
      }
    });
    return identify;
  }

  private static void operate(String method, Identify identify, String name, Object value, Class<?> type) {
    if (type == null) return;
    try {
      Identify.class.getMethod(method, String.class, type).invoke(identify, name, value);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private static JSONObject groups(BasePayload call) {
    ValueMap options = call.integrations() == null ? null : call.integrations().getValueMap(KEY);
    ValueMap groups = options == null ? null : options.getValueMap("groups");
    return groups == null || groups.isEmpty() ? null : groups.toJsonObject();
  }

  private boolean isOn(String setting) {
    return settings.getBoolean(setting, false);
  }

  private static boolean isThere(String text) {
    return text != null && !text.trim().isEmpty();
  }

  /** Return the names that a setting lists; none if it is not a list of strings. */
  private Set<String> names(String setting) {
    if (!(settings.get(setting) instanceof List<?> list)) return Set.of();
    if (!list.stream().allMatch(one -> one instanceof String)) return Set.of();
    return list.stream().map(String.class::cast).collect(Collectors.toSet());
  }
}
