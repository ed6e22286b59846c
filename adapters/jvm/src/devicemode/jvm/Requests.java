package devicemode.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines on standard input, read ahead.
 *
 * Once there are no more, the harness is gone: a process that is then stuck in a scenario is ended.
 */
final class Requests {
  private static final String END = "";
  private static final long PATIENCE = TimeUnit.SECONDS.toMillis(20);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile int taken;

  Requests() {
    Thread reader = new Thread(this::read, "requests");
    reader.setDaemon(true);
    reader.start();
  }

  /** Return the next line, or `null` at the end. */
  String next() throws InterruptedException {
    String line = lines.take();
    taken++;
    return line.equals(END) ? null : line;
  }

  private void read() {
    try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = readLine(input); line != null; line = readLine(input)) {
        if (!line.isEmpty()) lines.add(line);
      }
    } catch (IOException error) {
      System.err.println("standard input can't be read: " + error.getMessage());
    }
    lines.add(END);
    endWhenStuck();
  }

  private void endWhenStuck() {
    try {
      for (int before = -1; before != taken; Thread.sleep(PATIENCE)) before = taken;
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
    Runtime.getRuntime().halt(1);
  }

  /** Read up to a line feed: other line endings may be inside a string. */
  private static String readLine(BufferedReader input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next != -1; next = input.read()) {
      if (next == '\n') return line.toString();
      line.append((char) next);
    }
    return null;
  }
}
