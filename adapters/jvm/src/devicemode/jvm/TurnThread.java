package devicemode.jvm;

import android.os.HandlerThread;
import android.os.Looper;
import android.os.SystemClock;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** In place of Android's HandlerThread: it handles a message when it is its turn. */
public class TurnThread extends HandlerThread {
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private final App app;
  private final Semaphore started = new Semaphore(0);
  private volatile Mailbox mailbox;
  /** What the task that is under way waits for, and until when. */
  private BooleanSupplier awaited;
  private long deadline;
  private boolean over;

  public TurnThread(String name) {
    super(name);
    app = App.current();
    app.add(this);
  }

  public TurnThread(String name, int priority) {
    this(name);
  }

  @Override
  public void start() {
    super.start();
    started.acquireUninterruptibly();
  }

  @Override
  protected void onLooperPrepared() {
    mailbox = new Mailbox(Looper.myQueue());
    started.release();
    turn.acquireUninterruptibly();
    while (!over) {
      app.run(mailbox::deliver);
      if (over) break;
      back.release();
      turn.acquireUninterruptibly();
    }
    Looper.myLooper().quit();
    back.release();
  }

  boolean isOver() {
    return over;
  }

  /** Return when there is something to do, by uptime. */
  long next() {
    if (over || mailbox == null) return Mailbox.NEVER;
    if (awaited == null) return mailbox.next();
    return awaited.getAsBoolean() ? SystemClock.uptimeMillis() : deadline;
  }

  /** Handle one message, or go on with what waited, if anything is due. */
  boolean runOne() {
    if (next() > SystemClock.uptimeMillis()) return false;
    giveTurn();
    return true;
  }

  /** End the thread, in the middle of what it does. */
  void end() {
    if (over) return;
    over = true;
    if (isAlive()) giveTurn();
  }

  void await(BooleanSupplier ready, long until) {
    awaited = ready;
    deadline = until;
    back.release();
    turn.acquireUninterruptibly();
    awaited = null;
    if (over) throw new Over();
  }

  private void giveTurn() {
    App before = App.enter(app);
    turn.release();
    back.acquireUninterruptibly();
    App.enter(before);
  }

  /** The process ends: no library catches this. */
  static final class Over extends Error {
    Over() {
      super("the process has ended", null, false, false);
    }
  }
}
