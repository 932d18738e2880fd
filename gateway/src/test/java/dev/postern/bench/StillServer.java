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
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// An IMAP server, with TLS and without, that has no mail, believes everybody, and can hold
/// thousands: what is measured before it is the proxy. Safe for use by many threads.
final class StillServer implements AutoCloseable {

    private static final int BACKLOG = 1_000;
    private static final int LINE_MAX = 16_000;
    private static final String CAPABILITY =
            "CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 ID NAMESPACE";

    private final ServerSocket server = new ServerSocket();
    private final ServerSocket serverInClear = new ServerSocket();
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
        listen(server, this::serveSecured);
        listen(serverInClear, this::serve);
    }

    /// @param token that proxies are to show; any will do
    Gate.Behind behind(String token) {
        return new Gate.Behind(
                server.getLocalPort(), serverInClear.getLocalPort(), trust, caFile, token);
    }

    /// How many clients have signed in so far.
    int signIns() {
        return signIns.get();
    }

    private void listen(ServerSocket at, Consumer<Socket> server) throws IOException {
        at.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        threads.execute(() -> accept(at, server));
    }

    private void accept(ServerSocket at, Consumer<Socket> server) {
        try {
            while (true) {
                Socket client = at.accept();
                client.setTcpNoDelay(true);
                threads.execute(() -> server.accept(client));
            }
        } catch (IOException | RejectedExecutionException _) {
            // It was closed.
        }
    }

    private void serveSecured(Socket tcp) {
        try (tcp) {
            serve(tls.createSocket(tcp, null, true));
        } catch (IOException _) {
            // It has gone.
        }
    }

    private void serve(Socket connection) {
        try (Socket client = connection) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            say(out, "* OK [" + CAPABILITY + "] still\r\n");
            String line = command(in, out);
            while (!line.isEmpty()) {
                say(out, reply(line));
                line = command(in, out);
            }
        } catch (IOException _) {
            // It has gone.
        }
    }

    private String reply(String line) {
        String[] words = line.split(" ", -1);
        String ok = words[0] + " OK done\r\n";
        return switch (words.length > 1 ? words[1] : "") {
            case "AUTHENTICATE", "LOGIN" -> {
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

    /// @return one with its literals in their places; empty at the end
    private static String command(InputStream in, OutputStream out) throws IOException {
        String line = line(in);
        while (line.endsWith("}")) {
            say(out, "+ go on\r\n");
            line = line.substring(0, line.lastIndexOf('{')) + line(in);
        }
        return line;
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
        serverInClear.close();
        threads.shutdownNow();
    }
}
