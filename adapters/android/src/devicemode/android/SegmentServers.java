package devicemode.android;

import com.segment.analytics.ConnectionFactory;
import devicemode.jvm.App;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** Segment's servers, as far as an app sees them: they have its settings, which arrive when they are to, and take what it sends. */
final class SegmentServers extends ConnectionFactory {
  private static final String SETTINGS = "cdn-settings.segment.com";

  private final App app;

  SegmentServers(App app) {
    this.app = app;
  }

  @Override
  protected HttpURLConnection openConnection(String url) throws IOException {
    URL address = new URL(url);
    if (address.getHost().equals(SETTINGS)) {
      app.awaitSettings();
      return new Answered(address, settings());
    }
    if (!app.phone().isOnline()) throw new UnknownHostException(address.getHost());
    return new Intake(address);
  }

  private String settings() {
    try {
      JSONObject integrations = new JSONObject()
          .put("Segment.io", new JSONObject().put("apiKey", "devicemode"));
      if (app.settings() != null) integrations.put("Amplitude", app.settings());
      return new JSONObject().put("integrations", integrations).toString();
    } catch (JSONException error) {
      throw new IllegalStateException(error);
    }
  }

  /** A connection that takes a batch of messages. */
  private final class Intake extends Answered {
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();

    Intake(URL url) {
      super(url, "{\"success\":true}");
    }

    @Override
    public OutputStream getOutputStream() {
      return batch;
    }

    /** Answer, which the library asks for once it has written the batch. */
    @Override
    public int getResponseCode() throws IOException {
      try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(batch.toByteArray()))) {
        String text = new String(unzipped.readAllBytes(), StandardCharsets.UTF_8);
        JSONArray messages = new JSONObject(text).getJSONArray("batch");
        for (int i = 0; i < messages.length(); i++) app.releaseMessage(messages.getJSONObject(i).getString("messageId"));
      } catch (JSONException error) {
        throw new IOException(error);
      }
      return super.getResponseCode();
    }
  }

  /** A connection whose answer is known. */
  private static class Answered extends HttpURLConnection {
    private final String answer;

    Answered(URL url, String answer) {
      super(url);
      this.answer = answer;
    }

    @Override
    public void connect() {}

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int getResponseCode() throws IOException {
      return HTTP_OK;
    }

    @Override
    public String getResponseMessage() {
      return "OK";
    }

    @Override
    public void disconnect() {}

    @Override
    public boolean usingProxy() {
      return false;
    }
  }
}
