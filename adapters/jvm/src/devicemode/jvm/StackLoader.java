package devicemode.jvm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The classes of one process: the libraries, rewritten, and what stands beside them in the app. */
final class StackLoader extends ClassLoader {
  private static final Rewriting REWRITING = new Rewriting(Map.of("android/os/HandlerThread", "devicemode/jvm/TurnThread"));
  private static final Map<String, byte[]> CLASSES = read(System.getProperty("devicemode.stack").split(":"));

  final App app;

  StackLoader(App app) {
    super(StackLoader.class.getClassLoader());
    this.app = app;
  }

  /** Return what has loaded the class of an object, or `null` if it is none of a process's own. */
  static StackLoader of(Object object) {
    return object.getClass().getClassLoader() instanceof StackLoader loader ? loader : null;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] bytes = CLASSES.get(name);
    if (bytes == null) return super.loadClass(name, resolve);
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static Map<String, byte[]> read(String[] archives) {
    Map<String, byte[]> classes = new HashMap<>();
    for (String archive : archives) {
      try {
        Path path = Path.of(archive);
        if (Files.isDirectory(path)) {
          readFolder(path, classes);
        } else {
          readArchive(Files.newInputStream(path), classes);
        }
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
    return classes;
  }

  private static void readFolder(Path folder, Map<String, byte[]> classes) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.filter(one -> one.toString().endsWith(".class"))::iterator) {
        add(folder.relativize(path).toString(), Files.readAllBytes(path), classes);
      }
    }
  }

  private static void readArchive(InputStream input, Map<String, byte[]> classes) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(input)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("classes.jar")) {
          readArchive(new ByteArrayInputStream(zip.readAllBytes()), classes);
        } else if (entry.getName().endsWith(".class")) {
          add(entry.getName(), zip.readAllBytes(), classes);
        }
      }
    }
  }

  private static void add(String path, byte[] bytes, Map<String, byte[]> classes) {
    String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
    classes.put(name, REWRITING.rewrite(bytes));
  }
}
