package com.google.android.gms.common;

import android.content.Context;
import devicemode.jvm.InstalledApp;

/** Tells whether a phone has Google Play services; the SDK looks for it by name. */
public final class GooglePlayServicesUtil {
  private static final int SUCCESS = 0;
  private static final int SERVICE_MISSING = 1;

  private GooglePlayServicesUtil() {}

  public static Integer isGooglePlayServicesAvailable(Context context) {
    boolean there = ((InstalledApp) context.getApplicationContext()).app().phone().hasPlayServices();
    return there ? SUCCESS : SERVICE_MISSING;
  }
}
