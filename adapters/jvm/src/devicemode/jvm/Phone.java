package devicemode.jvm;

import android.content.ContentResolver;
import android.content.Context;
import android.location.Location;
import android.location.LocationManager;
import android.net.ConnectivityManager;
import android.net.NetworkInfo;
import android.provider.Settings.Secure;
import android.telephony.TelephonyManager;
import java.util.Iterator;
import java.util.Locale;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowBuild;
import org.robolectric.shadows.ShadowConnectivityManager;
import org.robolectric.shadows.ShadowLocationManager;
import org.robolectric.shadows.ShadowNetworkInfo;
import org.robolectric.shadows.ShadowPackageManager;
import org.robolectric.shadows.ShadowTelephonyManager;

/** What an app reads off its device; there is one Android here, which becomes the phone of the app whose turn it is. */
public final class Phone {
  private static Phone inUse;

  /** Secure.ANDROID_ID: a phone's own, for all its apps. */
  private final String androidId;
  private final JSONObject attributes = new JSONObject();

  Phone(long id) {
    androidId = String.format("%016x", id);
  }

  void change(JSONObject changed) throws JSONException {
    for (Iterator<String> keys = changed.keys(); keys.hasNext(); ) {
      String key = keys.next();
      attributes.put(key, changed.get(key));
    }
    if (inUse == this) inUse = null;
  }

  public boolean isOnline() {
    return attributes.optBoolean("online", true);
  }

  /** Return the address that servers see. */
  String address() {
    return attributes.optString("ip");
  }

  boolean mayLocate() {
    return attributes.optBoolean("locationPermission");
  }

  /** Return the advertising id, or `null` if there is none. */
  public String advertisingId() {
    return text("advertisingId");
  }

  public boolean limitsAdTracking() {
    return attributes.optBoolean("limitAdTracking");
  }

  public boolean hasPlayServices() {
    return attributes.optBoolean("playServices", true);
  }

  /** Make Android this phone. */
  void use() {
    if (inUse == this) return;
    inUse = this;
    Context context = RuntimeEnvironment.getApplication();
    ShadowBuild.setManufacturer(text("manufacturer"));
    ShadowBuild.setBrand(text("brand"));
    ShadowBuild.setModel(text("model"));
    ShadowBuild.setVersionRelease(text("osVersion"));
    Locale.setDefault(Locale.forLanguageTag(attributes.optString("locale", "en-US").replace('_', '-')));
    ShadowPackageManager packages = Shadow.extract(context.getPackageManager());
    packages.getInternalMutablePackageInfo(context.getPackageName()).versionName =
        text("appVersion");
    useTelephony(Shadow.extract(context.getSystemService(Context.TELEPHONY_SERVICE)));
    useLocation(Shadow.extract(context.getSystemService(Context.LOCATION_SERVICE)));
    useNetwork(Shadow.extract(context.getSystemService(Context.CONNECTIVITY_SERVICE)));
    useSettings(context.getContentResolver());
  }

  private void useTelephony(ShadowTelephonyManager telephony) {
    telephony.setPhoneType(TelephonyManager.PHONE_TYPE_GSM);
    telephony.setNetworkOperatorName(attributes.optString("carrier"));
    String country = text("networkCountry");
    telephony.setNetworkCountryIso(country == null ? "" : country);
  }

  private void useLocation(ShadowLocationManager location) {
    JSONArray place = attributes.optJSONArray("place");
    Location last = null;
    if (mayLocate() && place != null) {
      last = new Location(LocationManager.GPS_PROVIDER);
      last.setLatitude(place.optDouble(0));
      last.setLongitude(place.optDouble(1));
    }
    location.setProviderEnabled(LocationManager.GPS_PROVIDER, mayLocate());
    location.setLastKnownLocation(LocationManager.GPS_PROVIDER, last);
  }

  private void useNetwork(ShadowConnectivityManager connectivity) {
    connectivity.setActiveNetworkInfo(ShadowNetworkInfo.newInstance(
        isOnline() ? NetworkInfo.DetailedState.CONNECTED : NetworkInfo.DetailedState.DISCONNECTED,
        ConnectivityManager.TYPE_WIFI, 0, true,
        isOnline() ? NetworkInfo.State.CONNECTED : NetworkInfo.State.DISCONNECTED));
  }

  /** Amazon's phones keep the advertising id among the settings; on others it is not there. */
  private void useSettings(ContentResolver resolver) {
    Secure.putString(resolver, Secure.ANDROID_ID, androidId);
    boolean amazon = "Amazon".equals(text("manufacturer"));
    Secure.putString(resolver, "advertising_id", amazon ? advertisingId() : null);
    if (amazon) {
      Secure.putInt(resolver, "limit_ad_tracking", limitsAdTracking() ? 1 : 0);
    } else {
      Secure.putString(resolver, "limit_ad_tracking", null);
    }
  }

  private String text(String name) {
    return attributes.isNull(name) ? null : attributes.optString(name);
  }
}
