package devicemode.jvm;

import android.os.Message;
import android.os.MessageQueue;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/** The messages that wait for a looper, taken out one by one. */
final class Mailbox {
  static final long NEVER = Long.MAX_VALUE;

  private static final Field HEAD = field();
  private static final Method NEXT = method(MessageQueue.class, "next");
  private static final Method RECYCLE = method(Message.class, "recycleUnchecked");

  private final MessageQueue queue;

  Mailbox(MessageQueue queue) {
    this.queue = queue;
  }

  /** Return when the first message is due, by uptime. */
  long next() {
    synchronized (queue) {
      Message head = head();
      return head == null ? NEVER : head.getWhen();
    }
  }

  /** Handle the first message, which is due. */
  void deliver() {
    Message message = (Message) invoke(NEXT, queue);
    try {
      message.getTarget().dispatchMessage(message);
    } finally {
      invoke(RECYCLE, message);
    }
  }

  /** Return what will handle the first message. */
  Object receiver() {
    synchronized (queue) {
      Message head = head();
      return head.getCallback() == null ? head.getTarget() : head.getCallback();
    }
  }

  /** Throw the first message away, which is due. */
  void drop() {
    invoke(RECYCLE, invoke(NEXT, queue));
  }

  private Message head() {
    try {
      return (Message) HEAD.get(queue);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private static Object invoke(Method method, Object on) {
    try {
      return method.invoke(on);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private static Field field() {
    try {
      Field field = MessageQueue.class.getDeclaredField("mMessages");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private static Method method(Class<?> type, String name) {
    try {
      Method method = type.getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }
}
