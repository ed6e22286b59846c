package devicemode.jvm;

import android.app.Activity;
import android.app.Application;
import android.content.Context;
import android.content.SharedPreferences;
import android.content.pm.PackageManager;
import android.database.DatabaseErrorHandler;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteDatabase.CursorFactory;
import java.io.File;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.robolectric.RuntimeEnvironment;

/** The Application of one process: Android's own, with a storage per app, and an activity that comes and goes. */
public final class InstalledApp extends Application {
  private static final Map<SQLiteDatabase, Object> OPEN = openDatabases();

  private final App app;
  private final File storage;
  private final List<ActivityLifecycleCallbacks> callbacks = new ArrayList<>();
  private Activity activity;

  InstalledApp(App app) {
    this.app = app;
    storage = app.storage().toFile();
    attachBaseContext(RuntimeEnvironment.getApplication().getBaseContext());
  }

  public App app() {
    return app;
  }

  /** An activity comes to the front, the first of a process or the one that is there. */
  void show() {
    boolean isNew = activity == null;
    if (isNew) activity = new Activity();
    for (ActivityLifecycleCallbacks one : List.copyOf(callbacks)) {
      if (isNew) one.onActivityCreated(activity, null);
      one.onActivityStarted(activity);
      one.onActivityResumed(activity);
    }
  }

  /** The activity that is in front goes to the background. */
  void hide() {
    for (ActivityLifecycleCallbacks one : List.copyOf(callbacks)) {
      one.onActivityPaused(activity);
      one.onActivityStopped(activity);
    }
  }

  @Override
  public void registerActivityLifecycleCallbacks(ActivityLifecycleCallbacks callback) {
    callbacks.add(callback);
  }

  @Override
  public void unregisterActivityLifecycleCallbacks(ActivityLifecycleCallbacks callback) {
    callbacks.remove(callback);
  }

  @Override
  public Context getApplicationContext() {
    return this;
  }

  @Override
  public int checkCallingOrSelfPermission(String permission) {
    boolean granted = !permission.endsWith("_LOCATION") || app.phone().mayLocate();
    return granted ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_DENIED;
  }

  @Override
  public SharedPreferences getSharedPreferences(String name, int mode) {
    return getSharedPreferences(folder("preferences").toPath().resolve(name + ".xml").toFile(), mode);
  }

  @Override
  public File getFilesDir() {
    return folder("files");
  }

  @Override
  public File getCacheDir() {
    return folder("cache");
  }

  @Override
  public File getDir(String name, int mode) {
    return folder(name);
  }

  @Override
  public File getDatabasePath(String name) {
    return new File(folder("databases"), name);
  }

  @Override
  public boolean deleteDatabase(String name) {
    return SQLiteDatabase.deleteDatabase(getDatabasePath(name));
  }

  @Override
  public SQLiteDatabase openOrCreateDatabase(String name, int mode, CursorFactory factory) {
    return openOrCreateDatabase(name, mode, factory, null);
  }

  @Override
  public SQLiteDatabase openOrCreateDatabase(String name, int mode, CursorFactory factory, DatabaseErrorHandler handler) {
    return SQLiteDatabase.openDatabase(
        getDatabasePath(name).getPath(), factory, SQLiteDatabase.CREATE_IF_NECESSARY, handler);
  }

  /** Close the databases that the process has open, as the system does when it ends; whoever else would keep them. */
  void closeDatabases() {
    for (SQLiteDatabase database : List.copyOf(OPEN.keySet())) {
      if (database.getPath().startsWith(storage.getPath())) database.close();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<SQLiteDatabase, Object> openDatabases() {
    try {
      Field field = SQLiteDatabase.class.getDeclaredField("sActiveDatabases");
      field.setAccessible(true);
      return (Map<SQLiteDatabase, Object>) field.get(null);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private File folder(String name) {
    File folder = new File(storage, name);
    folder.mkdirs();
    return folder;
  }
}
