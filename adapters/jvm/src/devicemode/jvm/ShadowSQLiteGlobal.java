package devicemode.jvm;

import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/**
 * Android's SQLite is set up as on a phone whose power never fails.
 *
 * The real class looks each of these up among Android's resources whenever a database is opened, which took a third of a
 * scenario's time.
 */
@Implements(className = "android.database.sqlite.SQLiteGlobal", isInAndroidSdk = false)
public final class ShadowSQLiteGlobal {
  private ShadowSQLiteGlobal() {}

  @Implementation
  protected static String getDefaultJournalMode() {
    return "MEMORY";
  }

  @Implementation
  protected static String getDefaultSyncMode() {
    return "OFF";
  }

  @Implementation
  protected static String getWALSyncMode() {
    return "OFF";
  }

  @Implementation
  protected static int getJournalSizeLimit() {
    return 512 * 1024;
  }

  @Implementation
  protected static int getWALAutoCheckpoint() {
    return 100;
  }

  @Implementation
  protected static int getWALConnectionPoolSize() {
    return 4;
  }
}
