import com.segment.analytics.kotlin.core.RequestFactory;
import com.segment.analytics.kotlin.core.Telemetry;
import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import java.net.HttpURLConnection;
import java.util.Map;

/** A journey with Segment's Kotlin library: `Journey HOST:PORT WRITE_KEY SECONDS`. */
public final class Journey {
  /** The library writes https before every host; its documented way to another is a factory of one's own. */
  static final class Plain extends RequestFactory {
    @Override
    public HttpURLConnection openConnection(String url) {
      return super.openConnection(url.replaceFirst("^https:", "http:"));
    }
  }

  public static void main(String[] arguments) throws Exception {
    Telemetry.INSTANCE.setEnable(false);
    String host = arguments[0] + "/v1";
    JavaAnalytics analytics = new JavaAnalytics(
        new ConfigurationBuilder(arguments[1])
            .setApplication("journey")
            .setApiHost(host)
            .setCdnHost(host)
            .setRequestFactory(new Plain())
            .setFlushAt(100)
            .build());
    analytics.screen("Home");
    analytics.identify("jane", Map.of("plan", "Pro"));
    analytics.track("Song Played", Map.of("title", "Élan ♫"));
    analytics.track("Subscribed", Map.of("revenue", 12.5, "productId", "pro"));
    analytics.group("acme", Map.of("name", "Acme"));
    analytics.alias("jane-2");
    analytics.reset();
    analytics.track("Opened");
    // What is queued is sent once the settings are there; the library has no call that waits for that.
    long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
    do {
      Thread.sleep(200);
      analytics.flush();
      Thread.sleep(200);
    } while (analytics.pendingUploads().isEmpty() == false && System.nanoTime() < end);
    System.exit(0);
  }
}
