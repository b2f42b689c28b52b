import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local on loopback, which it has no option for: by itself it listens on every interface. Only for the engine:
 * by itself it answers everybody, pages in a browser too. And no longer than the process that started it, so that none is
 * left over when the engine is killed.
 */
public class LoopbackServer {
  public static void main(String[] arguments) throws Exception {
    ProcessHandle.current().parent()
        .ifPresent(engine -> engine.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(proxy);
    for (Connector connector : server.getConnectors())
      if (connector instanceof ServerConnector) ((ServerConnector) connector).setHost("127.0.0.1");
    server.setHandler(new KeyCheck("/" + System.getenv("AWS_ACCESS_KEY_ID"), server.getHandler()));
    proxy.start();
    proxy.join();
  }

  /** Lets in whoever begins the path with the engine's key, as the plugin in the engine does (local_dynamodb.py). */
  private static class KeyCheck extends Handler.Wrapper {
    private final byte[] key;

    KeyCheck(String key, Handler inner) {
      super(inner);
      this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String path = request.getHttpURI().getPath();
      byte[] begin = path.substring(0, Math.min(path.length(), key.length)).getBytes(StandardCharsets.UTF_8);
      if (!MessageDigest.isEqual(begin, key)) {
        Response.writeError(request, response, callback, 403);
        return true;
      }
      String rest = path.substring(key.length);
      HttpURI inside = HttpURI.build(request.getHttpURI()).path(rest.isEmpty() ? "/" : rest).asImmutable();
      return super.handle(Request.serveAs(request, inside), response, callback);
    }
  }

  /** LocalStack names an agent that lifts the limit of 20 indexes a table; this one stands in its place. */
  public static void premain(String arguments, Instrumentation instrumentation) {}
}
