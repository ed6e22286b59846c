package devicemode.kotlin;

import android.app.Activity;
import android.app.Application;
import android.app.Application.ActivityLifecycleCallbacks;
import android.os.Bundle;
import androidx.lifecycle.ProcessLifecycleOwner;

/** Tells androidx which activities come, as the fragment does that it would add to each; that they go, it finds out. */
final class ProcessLifecycle implements ActivityLifecycleCallbacks {
  private final ProcessLifecycleOwner owner = (ProcessLifecycleOwner) ProcessLifecycleOwner.get();

  void follow(Application application) {
    ProcessLifecycleOwner.init$lifecycle_process_release(application);
    application.registerActivityLifecycleCallbacks(this);
  }

  @Override
  public void onActivityStarted(Activity activity) {
    owner.activityStarted$lifecycle_process_release();
  }

  @Override
  public void onActivityResumed(Activity activity) {
    owner.activityResumed$lifecycle_process_release();
  }

  @Override
  public void onActivityPaused(Activity activity) {}

  @Override
  public void onActivityStopped(Activity activity) {}

  @Override
  public void onActivityCreated(Activity activity, Bundle state) {}

  @Override
  public void onActivitySaveInstanceState(Activity activity, Bundle state) {}

  @Override
  public void onActivityDestroyed(Activity activity) {}
}
