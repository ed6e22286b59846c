package devicemode.android;

import com.segment.analytics.Options;
import java.util.Map;

/** The context that a call has of its own. */
final class OwnContext {
  private OwnContext() {}

  static void put(Options options, Map<String, Object> context) {
    context.forEach(options::putContext);
  }
}
