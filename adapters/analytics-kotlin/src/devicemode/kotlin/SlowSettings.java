package devicemode.kotlin;

import com.segment.analytics.kotlin.core.RequestFactory;
import devicemode.jvm.App;
import devicemode.jvm.Turns;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;

/** The library's own requests; settings come when the app has started, or later if the scenario says so. */
final class SlowSettings extends RequestFactory {
  /** What the library waits for, as it sets up its connections. */
  private static final long READ_TIMEOUT = 20_000;

  private final App app;
  private boolean started;

  SlowSettings(App app) {
    super(null);
    this.app = app;
  }

  /** From now on there are answers. */
  void answer() {
    started = true;
  }

  @Override
  public HttpURLConnection settings(String cdnHost, String writeKey) {
    Turns.await(() -> started && app.hasSettings(), READ_TIMEOUT);
    if (!app.hasSettings()) throw new UncheckedIOException(new SocketTimeoutException("timeout"));
    return super.settings(cdnHost, writeKey);
  }
}
