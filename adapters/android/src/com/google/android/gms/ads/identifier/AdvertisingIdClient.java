package com.google.android.gms.ads.identifier;

import android.content.Context;
import devicemode.jvm.InstalledApp;
import devicemode.jvm.Phone;
import java.io.IOException;

/** What Google Play services tell an app of its device's advertising id; the libraries look for it by name. */
public final class AdvertisingIdClient {
  private AdvertisingIdClient() {}

  public static Info getAdvertisingIdInfo(Context context) throws IOException {
    Phone phone = ((InstalledApp) context.getApplicationContext()).app().phone();
    if (!phone.hasPlayServices()) throw new IOException("there are no Play services");
    return new Info(phone.advertisingId(), phone.limitsAdTracking());
  }

  /** The advertising id, and whether the user limits what it is used for. */
  public static final class Info {
    private final String id;
    private final boolean limited;

    Info(String id, boolean limited) {
      this.id = id;
      this.limited = limited;
    }

    public String getId() {
      return id;
    }

    public boolean isLimitAdTrackingEnabled() {
      return limited;
    }
  }
}
