package devicemode.jvm;

import java.util.List;
import java.util.Map;
import org.json.JSONObject;

/** What an app's author writes; each process has its own, loaded with the libraries. */
public interface Program {
  /** Start the libraries. */
  void start(InstalledApp app);

  /** Call a method of Segment's library with the fields that Segment's JSON has for it. Throws what the library throws. */
  void call(String method, Map<String, Object> fields);

  /** Call a method of Amplitude's SDK. Throws what the SDK throws. */
  void callSDK(String method, List<Object> arguments);

  /** Let the libraries upload what they have queued. */
  void flush();

  /** Return how many events wait to be uploaded to Amplitude by the app; none where it leaves that to Segment's servers. */
  int waiting();

  /** Return what drain tells of this process. */
  JSONObject seen();

  /** Return what the libraries know: the ids of Amplitude and Segment, the session, how many events wait. */
  JSONObject state();
}
