package dev.postern.bench;

import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// A POP3 server over TLS behind which another one is, and which does not say that it knows
/// PIPELINING. Safe for use by many threads.
final class WithoutPipelining implements AutoCloseable {

    private static final String HIDDEN = "PIPELINING\r\n";
    private static final int BUFFER = 64 * 1024;
    private static final int BACKLOG = 100;

    private final int server;
    private final SSLContext trust;
    private final Authority authority = Authority.create(new SecureRandom(), Instant.now());
    private final SSLContext shown = authority.server(List.of("localhost")).context();
    private final ServerSocket listener =
            new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger hidden = new AtomicInteger();

    /// @param server the other one's port
    /// @param trust for it
    /// @param caFile where the certificate is written that clients must trust
    WithoutPipelining(int server, SSLContext trust, Path caFile) throws IOException {
        this.server = server;
        this.trust = trust;
        authority.writePem(caFile);
        threads.execute(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    SSLContext trust() {
        return authority.clientContext();
    }

    /// How many clients asked, and were not told.
    int hidden() {
        return hidden.get();
    }

    private void listen() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException | RejectedExecutionException _) {
            // It was closed.
        }
    }

    private void serve(Socket tcp) {
        try (tcp;
                Socket client = shown.getSocketFactory().createSocket(tcp, null, true);
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                Socket behind =
                        trust.getSocketFactory().createSocket(far, "localhost", server, true);
                ExecutorService way = Executors.newVirtualThreadPerTaskExecutor()) {
            tcp.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            way.execute(() -> say(client, behind));
            answer(behind, client);
        } catch (IOException _) {
            // One of them has gone.
        }
    }

    private static void say(Socket client, Socket behind) {
        try {
            client.getInputStream().transferTo(behind.getOutputStream());
            behind.close();
        } catch (IOException _) {
            // One of them has gone.
        }
    }

    /// The reply to CAPA comes in one piece.
    private void answer(Socket behind, Socket client) throws IOException {
        InputStream in = behind.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            String words = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
            if (words.startsWith("+OK") && words.contains("\r\n" + HIDDEN)) {
                hidden.incrementAndGet();
                out.write(words.replace(HIDDEN, "").getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.write(buffer, 0, read);
            }
        }
        client.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
