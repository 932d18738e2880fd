package dev.postern.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.script.TestTls;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Makes a key, and does a hundred handshakes.
@Tag("slow")
@Timeout(60)
class ClientTlsTest {

    private static final int CONNECTIONS = 48;
    private static final int TOGETHER = 16;

    private static TestTls tls;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ServerSocket server;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        tls = TestTls.forNames(folder, "ip:127.0.0.1");
    }

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    threads.execute(() -> serve(client));
                }
            } catch (IOException _) { // the test is over
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
        threads.close();
    }

    /// The octet comes after the ticket, so whoever has it has the ticket.
    private static void serve(Socket client) {
        try (Socket layer =
                tls.server().getSocketFactory().createSocket(client, "127.0.0.1", 0, true)) {
            ((SSLSocket) layer).setUseClientMode(false);
            layer.getOutputStream().write(1);
            int _ = layer.getInputStream().read();
        } catch (IOException _) { // a client that goes without a word
        }
    }

    private SSLSocket connected(SSLContext context) throws IOException {
        Socket tcp = new Socket(server.getInetAddress(), server.getLocalPort());
        SSLSocket layer =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(tcp, "127.0.0.1", tcp.getPort(), true);
        assertThat(layer.getInputStream().read()).isEqualTo(1);
        return layer;
    }

    @Test
    void sessionsOfClosedConnectionsAreForgottenThoughAnOlderOneStaysOpen() throws Exception {
        SSLContext context = tls.client();
        List<WeakReference<SSLSession>> sessions = new ArrayList<>();
        try (SSLSocket waiting = connected(context)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                try (SSLSocket passing = connected(context)) {
                    sessions.add(new WeakReference<>(passing.getSession()));
                }
            }
            System.gc();

            assertThat(sessions)
                    .filteredOn(session -> session.get() != null)
                    .hasSizeLessThanOrEqualTo(2 * TOGETHER);
            assertThat(waiting.getSession().isValid()).isTrue();
        }
    }

    @Test
    void allButTheFirstOfAFewConnectionsResume() throws Exception {
        SSLContext context = tls.client();
        Set<Long> begun = new HashSet<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            try (SSLSocket passing = connected(context)) {
                assertThat(passing.getSession().getProtocol()).isEqualTo("TLSv1.3");
                // A session that is resumed began with the first.
                begun.add(passing.getSession().getCreationTime());
            }
        }

        assertThat(begun).hasSizeBetween(CONNECTIONS / TOGETHER, CONNECTIONS / TOGETHER + 1);
    }

    @Test
    void itIsForClients() throws Exception {
        SSLContext context = tls.client();

        assertThat(context.createSSLEngine("example.cz", 993).getPeerHost())
                .isEqualTo("example.cz");
        assertThat(context.getSupportedSSLParameters().getProtocols()).contains("TLSv1.3");
        assertThatThrownBy(context::getServerSocketFactory)
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
