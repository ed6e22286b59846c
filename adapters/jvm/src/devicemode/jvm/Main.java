package devicemode.jvm;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/** Runs a session inside Robolectric's Android. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    // Standard output is for replies alone.
    System.setOut(System.err);
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
}
