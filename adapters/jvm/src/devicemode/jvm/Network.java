package devicemode.jvm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** The network of one phone: Amplitude is where the harness says. */
public final class Network {
  private static final OkHttpClient CLIENT = new OkHttpClient.Builder().retryOnConnectionFailure(false).build();

  private final App app;
  private final HttpUrl amplitude;

  Network(App app, String amplitude) {
    this.app = app;
    this.amplitude = HttpUrl.parse(amplitude);
  }

  /** Send what an SDK sends, and wait on the phone's clock for as long as the answer takes. */
  Response execute(Call call) throws IOException {
    if (!app.phone().isOnline()) throw new UnknownHostException(call.request().url().host());
    Request request = call.request();
    String path = request.url().encodedPath();
    Request sent = request.newBuilder()
        .url(path.equals("/") ? amplitude : amplitude.newBuilder().addEncodedPathSegments(path.substring(1)).build())
        .header("X-Devicemode-Time", String.valueOf(app.turns().now()))
        .header("X-Forwarded-For", app.phone().address())
        .build();
    try (Response response = CLIENT.newCall(sent).execute()) {
      ResponseBody body = ResponseBody.create(response.body().contentType(), response.body().bytes());
      takeTime(Long.parseLong(response.header("X-Devicemode-Delay", "0")));
      if (response.header("X-Devicemode-No-Answer") != null) throw new ConnectException("refused");
      return response.newBuilder().body(body).build();
    }
  }

  private static void takeTime(long delay) throws IOException {
    long patience = CLIENT.readTimeoutMillis();
    if (delay > 0) Turns.await(() -> false, Math.min(delay, patience));
    if (delay > patience) throw new SocketTimeoutException("timeout");
  }
}
