package devicemode.jvm;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/** Runs a session inside Robolectric's Android. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    // Standard output is for replies alone.
    System.setOut(System.err);
    Path files = Files.createTempDirectory("devicemode");
    System.setProperty("java.io.tmpdir", files.toString());
    Result result = JUnitCore.runClasses(Session.class);
    for (Failure failure : result.getFailures()) System.err.println(failure.getTrace());
    Files.walk(files).sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    // At once: Robolectric would tidy up what is gone.
    Runtime.getRuntime().halt(result.wasSuccessful() ? 0 : 1);
  }

  static PrintStream output() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out));
  }
}
