package devicemode.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of this process for all temporary files: Robolectric's, and what the apps of the scenarios store.
 *
 * It is in memory where the system has such a place. Libraries write through to the disk after each call, which would take
 * most of a scenario's time.
 */
final class Workspace {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Pattern NAME = Pattern.compile("devicemode-jvm-(\\d+)");

  private final Path folder;

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /** Make the folder, and remove those of processes that were killed. */
  static Workspace open() throws IOException {
    Path place = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    for (Path left : abandoned(place)) delete(left);
    Path folder = Files.createDirectory(place.resolve("devicemode-jvm-" + ProcessHandle.current().pid()));
    System.setProperty("java.io.tmpdir", folder.toString());
    return new Workspace(folder);
  }

  void close() {
    delete(folder);
  }

  /** Delete a folder, whoever else may be deleting it. */
  static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) Files.deleteIfExists(path);
    } catch (IOException | UncheckedIOException error) {
      if (Files.exists(folder)) System.err.println(folder + " can't be deleted: " + error);
    }
  }

  private static List<Path> abandoned(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.filter(Workspace::isAbandoned).toList();
    }
  }

  private static boolean isAbandoned(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }
}
