import com.segment.analytics.kotlin.core.RequestFactory;
import com.segment.analytics.kotlin.core.Telemetry;
import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A journey with Segment's Kotlin library: `Journey HOST:PORT WRITE_KEY`, until a line comes in. */
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
    // Calls run on threads of their own, in any order (finding kotlin-order): what has to come first is waited for.
    // What is called before the settings are there gets the ids of later calls (docs/segment.md, finding kotlin-ids).
    await(() -> analytics.settings() != null && analytics.settings().getIntegrations().containsKey("Segment.io"));
    analytics.identify("jane", Map.of("plan", "Pro"));
    await(() -> "jane".equals(analytics.userId()));
    analytics.screen("Home");
    analytics.track("Song Played", Map.of("title", "Élan ♫"));
    analytics.track("Subscribed", Map.of("revenue", 12.5, "productId", "pro"));
    analytics.group("acme", Map.of("name", "Acme"));
    Thread.sleep(500);
    String visitor = analytics.anonymousId();
    analytics.reset();
    await(() -> analytics.userId() == null && !visitor.equals(analytics.anonymousId()));
    Thread.sleep(1000);
    analytics.track("Opened");
    Thread.sleep(500);
    analytics.alias("jane-2");
    // A flush runs on a thread of its own, too. Whoever started this sees what arrives, and ends the input then.
    while (System.in.available() == 0) {
      analytics.flush();
      Thread.sleep(200);
    }
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
