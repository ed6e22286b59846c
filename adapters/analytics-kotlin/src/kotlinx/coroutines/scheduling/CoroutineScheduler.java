package kotlinx.coroutines.scheduling;

import devicemode.jvm.TurnExecutor;
import java.io.Closeable;
import java.util.concurrent.Executor;

/** In place of the threads of `Dispatchers.Default`: one that takes its turn. */
public final class CoroutineScheduler implements Executor, Closeable {
  private final Executor turns;

  public CoroutineScheduler(int corePoolSize, int maxPoolSize, long idleWorkerKeepAliveNs, String schedulerName) {
    turns = new TurnExecutor(schedulerName);
  }

  @Override
  public void execute(Runnable task) {
    turns.execute(task);
  }

  public void dispatch(Runnable task, TaskContext context, boolean tailDispatch) {
    turns.execute(task);
  }

  /** As Kotlin calls a method with some of its arguments left out. */
  public static void dispatch$default(
      CoroutineScheduler scheduler, Runnable task, TaskContext context, boolean tailDispatch, int left, Object marker) {
    scheduler.execute(task);
  }

  @Override
  public void close() {}

  public void shutdown(long timeout) {}
}
