package devicemode.jvm;

import android.os.Looper;
import android.os.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The turns that the threads of a scenario take: one runs at a time, in a fixed order, by a clock that only the harness moves.
 *
 * Who has been there longest goes first, the main thread before all; each turn is one message of a looper.
 */
public final class Turns {
  private final MainTurn main = new MainTurn();
  private final List<TurnThread> threads = new ArrayList<>();
  /** What is to be done once the turn that is under way has ended. */
  private final List<Runnable> afterwards = new ArrayList<>();
  /** What makes uptime the time of day. */
  private long offset;

  /** Begin at a moment, in milliseconds since 1970. */
  public Turns(long time) {
    offset = time - SystemClock.uptimeMillis();
  }

  /** Return the moment, in milliseconds since 1970. */
  public long now() {
    return SystemClock.uptimeMillis() + offset;
  }

  /** Set the clock on the wall forward, or back; timers don't notice. */
  public void setClock(long by) {
    offset += by;
  }

  void add(TurnThread thread) {
    threads.add(thread);
  }

  /** Do something once the turn that is under way has ended. */
  void afterwards(Runnable what) {
    afterwards.add(what);
  }

  /** Let everything run that is due. */
  public void settle() {
    do {
      List<Runnable> now = List.copyOf(afterwards);
      afterwards.clear();
      now.forEach(Runnable::run);
    } while (main.runOne() || runOneThread());
    threads.removeIf(TurnThread::isOver);
  }

  /** Let the other threads run, in the middle of what the main thread does. */
  public void letOthersRun() {
    while (runOneThread()) {}
  }

  /** Let time pass: from one due task to the next, and after each until everything that it began is done. */
  public void advance(long milliseconds) {
    long end = SystemClock.uptimeMillis() + milliseconds;
    settle();
    for (long next = next(); next <= end; next = next()) {
      SystemClock.setCurrentTimeMillis(next);
      settle();
    }
    SystemClock.setCurrentTimeMillis(end);
  }

  /** Wait in the middle of a task until something is so, or until so many milliseconds have passed. */
  public static void await(BooleanSupplier ready, long milliseconds) {
    if (ready.getAsBoolean()) return;
    if (!(Thread.currentThread() instanceof TurnThread thread)) {
      throw new IllegalStateException("the main thread would wait for something that can't happen while it waits");
    }
    thread.await(ready, SystemClock.uptimeMillis() + milliseconds);
  }

  private boolean runOneThread() {
    for (int i = 0; i < threads.size(); i++) {
      if (threads.get(i).runOne()) return true;
    }
    return false;
  }

  private long next() {
    long next = main.next();
    for (TurnThread thread : threads) next = Math.min(next, thread.next());
    return next;
  }

  /** The main thread's turns: it is the one that all of this runs on, and belongs to all apps. */
  private static final class MainTurn {
    private final Mailbox mailbox = new Mailbox(Looper.getMainLooper().getQueue());

    boolean runOne() {
      if (mailbox.next() > SystemClock.uptimeMillis()) return false;
      StackLoader loader = StackLoader.of(mailbox.receiver());
      if (loader == null) {
        mailbox.deliver();
      } else if (loader.app.runs(loader)) {
        loader.app.run(mailbox::deliver);
      } else {
        mailbox.drop();
      }
      return true;
    }

    long next() {
      return mailbox.next();
    }
  }
}
