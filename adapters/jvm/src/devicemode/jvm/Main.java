package devicemode.jvm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/** Says hello, and runs a session inside Robolectric's Android. */
public final class Main {
  private static final Pattern HELLO = Pattern.compile("\"do\"\\s*:\\s*\"hello\"");
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    // Standard output is for replies alone.
    System.setOut(System.err);
    sayHello();
    Workspace workspace = Workspace.open();
    Result result = JUnitCore.runClasses(Session.class);
    for (Failure failure : result.getFailures()) System.err.println(failure.getTrace());
    workspace.close();
    // At once: Robolectric would tidy up what is gone.
    Runtime.getRuntime().halt(result.wasSuccessful() ? 0 : 1);
  }

  static PrintStream output() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out));
  }

  /** Answer hello before Android is there, which takes seconds. If the first message is another, it is the session's. */
  private static void sayHello() throws IOException {
    byte[] line = readLine();
    String message = new String(line, StandardCharsets.UTF_8);
    Matcher id = ID.matcher(message);
    if (HELLO.matcher(message).find() && id.find()) {
      String reply = "{\"id\":" + id.group(1) + ",\"ok\":" + System.getProperty("devicemode.welcome") + "}\n";
      PrintStream output = output();
      output.write(reply.getBytes(StandardCharsets.UTF_8));
      output.flush();
    } else {
      System.setIn(new SequenceInputStream(new ByteArrayInputStream(line), System.in));
    }
  }

  private static byte[] readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = System.in.read(); next != -1; next = System.in.read()) {
      line.write(next);
      if (next == '\n') break;
    }
    return line.toByteArray();
  }
}
