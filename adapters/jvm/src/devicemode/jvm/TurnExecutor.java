package devicemode.jvm;

import android.os.Handler;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** In place of Java's executors: a thread that takes its turn, whose tasks come at their time. */
public final class TurnExecutor extends AbstractExecutorService implements ScheduledExecutorService {
  private final Handler handler;
  private boolean shutdown;

  public TurnExecutor(String name) {
    TurnThread thread = new TurnThread(name);
    thread.start();
    handler = new Handler(thread.getLooper());
  }

  @Override
  public void execute(Runnable task) {
    if (!shutdown) handler.post(task);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Task<Void> future = new Task<>(task, null);
    handler.postDelayed(future, unit.toMillis(delay));
    return future;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    Task<V> future = new Task<>(task);
    handler.postDelayed(future, unit.toMillis(delay));
    return future;
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long delay, long period, TimeUnit unit) {
    Task<Void> all = new Task<>(task, null);
    repeat(all, task, unit.toMillis(delay), unit.toMillis(period));
    return all;
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long delay, long period, TimeUnit unit) {
    return scheduleAtFixedRate(task, delay, period, unit);
  }

  private void repeat(Task<Void> all, Runnable task, long delay, long period) {
    handler.postDelayed(() -> {
      if (shutdown || all.isCancelled()) return;
      repeat(all, task, period, period);
      task.run();
    }, delay);
  }

  @Override
  protected <V> RunnableFuture<V> newTaskFor(Runnable task, V value) {
    return new Task<>(task, value);
  }

  @Override
  protected <V> RunnableFuture<V> newTaskFor(Callable<V> task) {
    return new Task<>(task);
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutdown;
  }

  /** A future for which others wait by letting everybody have a turn. */
  private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    Task(Callable<V> task) {
      super(task);
    }

    Task(Runnable task, V value) {
      super(task, value);
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
      Turns.await(this::isDone, Integer.MAX_VALUE);
      return super.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
      Turns.await(this::isDone, unit.toMillis(timeout));
      if (!isDone()) throw new TimeoutException();
      return super.get();
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
