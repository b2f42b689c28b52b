import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local on loopback, which it has no option for: by itself it listens on every interface. And no longer than
 * the process that started it, so that none is left over when the engine is killed.
 */
public class LoopbackServer {
  public static void main(String[] arguments) throws Exception {
    ProcessHandle.current().parent()
        .ifPresent(engine -> engine.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
    Field server = DynamoDBProxyServer.class.getDeclaredField("server");
    server.setAccessible(true);
    for (Connector connector : ((Server) server.get(proxy)).getConnectors())
      if (connector instanceof ServerConnector) ((ServerConnector) connector).setHost("127.0.0.1");
    proxy.start();
    proxy.join();
  }

  /** LocalStack names an agent that lifts the limit of 20 indexes a table; this one stands in its place. */
  public static void premain(String arguments, Instrumentation instrumentation) {}
}
