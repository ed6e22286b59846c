package devicemode.jvm;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Calendar;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;

/** What the libraries call in place of Java's own methods; see {@link Rewriting}. */
public final class Seam {
  private Seam() {}

  public static long currentTimeMillis() {
    return App.current().turns().now();
  }

  public static long nanoTime() {
    return TimeUnit.MILLISECONDS.toNanos(android.os.SystemClock.uptimeMillis());
  }

  public static Calendar getInstance() {
    Calendar calendar = Calendar.getInstance();
    calendar.setTimeInMillis(currentTimeMillis());
    return calendar;
  }

  public static UUID randomUUID() {
    return App.current().randomUUID();
  }

  public static boolean await(CountDownLatch latch, long timeout, TimeUnit unit) {
    Turns.await(() -> latch.getCount() == 0, unit.toMillis(timeout));
    return latch.getCount() == 0;
  }

  public static ExecutorService newSingleThreadExecutor() {
    return new TurnExecutor("executor");
  }

  public static ExecutorService newCachedThreadPool() {
    return new TurnExecutor("pool");
  }

  public static ExecutorService newFixedThreadPool(int size) {
    return new TurnExecutor("pool");
  }

  public static ScheduledExecutorService newScheduledThreadPool(int size, ThreadFactory factory) {
    return new TurnExecutor("timers");
  }

  /** File systems list files in an order of their own; here they come by name. */
  public static File[] listFiles(File folder) {
    File[] files = folder.listFiles();
    if (files != null) Arrays.sort(files);
    return files;
  }

  public static Response execute(Call call) throws IOException {
    return App.current().network().execute(call);
  }
}
