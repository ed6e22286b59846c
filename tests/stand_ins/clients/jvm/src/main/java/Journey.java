import com.segment.analytics.kotlin.core.RequestFactory;
import com.segment.analytics.kotlin.core.Telemetry;
import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A journey with Segment's Kotlin library: `Journey HOST:PORT WRITE_KEY`. */
public final class Journey {
  private static final long PATIENCE = 60;

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
    // What is called before the settings are there gets the ids of later calls (docs/segment.md, finding kotlin-ids).
    await(() -> analytics.settings() != null && analytics.settings().getIntegrations().containsKey("Segment.io"));
    analytics.screen("Home");
    analytics.identify("jane", Map.of("plan", "Pro"));
    analytics.track("Song Played", Map.of("title", "Élan ♫"));
    analytics.track("Subscribed", Map.of("revenue", 12.5, "productId", "pro"));
    analytics.group("acme", Map.of("name", "Acme"));
    analytics.alias("jane-2");
    // Calls and resets run on threads of their own: one that has to come first is waited for.
    await(() -> "jane-2".equals(analytics.userId()));
    analytics.reset();
    await(() -> analytics.userId() == null);
    analytics.track("Opened");
    Thread.sleep(500);
    analytics.flush();
    await(() -> analytics.pendingUploads().isEmpty());
    System.exit(0);
  }

  /** Wait until something holds. */
  private static void await(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE * 1_000_000_000L;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the library takes more than " + PATIENCE + " seconds");
      }
      Thread.sleep(50);
    }
  }
}
