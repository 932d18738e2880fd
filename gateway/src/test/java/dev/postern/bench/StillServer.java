package dev.postern.bench;

import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// An IMAP server over TLS that has no mail, believes everybody, and can hold thousands: what is
/// measured before it is the proxy. Safe for use by many threads.
final class StillServer implements AutoCloseable {

    private static final int BACKLOG = 1_000;
    private static final int LINE_MAX = 16_000;
    private static final String CAPABILITY =
            "CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 ID NAMESPACE";

    private final ServerSocket server = new ServerSocket();
    private final SSLSocketFactory tls;
    private final SSLContext trust;
    private final Path caFile;
    private final AtomicInteger signIns = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Starts it.
    ///
    /// @param caFile where the certificate of its authority is written
    StillServer(Path caFile) throws IOException {
        Authority authority = Authority.create(new SecureRandom(), Instant.now());
        authority.writePem(caFile);
        this.caFile = caFile;
        this.trust = authority.clientContext();
        this.tls = authority.server(List.of("localhost", "127.0.0.1")).context().getSocketFactory();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        threads.execute(this::accept);
    }

    /// @param token that proxies are to show; any will do
    Gate.Behind behind(String token) {
        return new Gate.Behind(server.getLocalPort(), trust, caFile, token);
    }

    /// How many clients have signed in so far.
    int signIns() {
        return signIns.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                threads.execute(() -> serve(client));
            }
        } catch (IOException | RejectedExecutionException _) {
            // It was closed.
        }
    }

    private void serve(Socket tcp) {
        try (tcp;
                SSLSocket client = (SSLSocket) tls.createSocket(tcp, null, true)) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            say(out, "* OK [" + CAPABILITY + "] still\r\n");
            String line = line(in);
            while (!line.isEmpty()) {
                say(out, reply(line));
                line = line(in);
            }
        } catch (IOException _) {
            // It has gone.
        }
    }

    private String reply(String line) {
        String[] words = line.split(" ", -1);
        String ok = words[0] + " OK done\r\n";
        return switch (words.length > 1 ? words[1] : "") {
            case "AUTHENTICATE" -> {
                signIns.incrementAndGet();
                yield ok;
            }
            case "CAPABILITY" -> "* " + CAPABILITY + "\r\n" + ok;
            case "NAMESPACE" -> "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n" + ok;
            case "LOGOUT" -> "* BYE\r\n" + ok;
            default -> ok;
        };
    }

    private static void say(OutputStream out, String words) throws IOException {
        out.write(words.getBytes(StandardCharsets.US_ASCII));
    }

    /// @return empty at the end
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n' && line.length() < LINE_MAX) {
            line.append((char) octet);
            octet = in.read();
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
