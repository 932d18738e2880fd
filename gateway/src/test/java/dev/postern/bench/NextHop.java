package dev.postern.bench;

import dev.postern.lab.tls.Authority;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.CRC32C;
import javax.net.ssl.SSLContext;

/// A server that takes every message, adds up its body, and forgets it. Safe for use by many
/// threads.
final class NextHop implements AutoCloseable {

    static final String USER = "postern";
    static final String PASSWORD = "next-hop-password";

    private static final String PLAIN =
            Base64.getEncoder()
                    .encodeToString(
                            ("\0" + USER + "\0" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
    private static final int BACKLOG = 1_000;
    private static final int LETTERS_OF_A_VERB = 4;

    private final Optional<SSLContext> tls;
    private final ServerSocket listener =
            new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Long> taken = new ArrayList<>();

    private NextHop(Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
        threads.execute(this::listen);
    }

    /// One that takes mail in the clear, from everybody.
    static NextHop clear() throws IOException {
        return new NextHop(Optional.empty());
    }

    /// One that demands STARTTLS and a password.
    static NextHop secured(Authority authority) throws IOException {
        return new NextHop(Optional.of(authority.server(List.of("localhost")).context()));
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Waits until so many messages have come.
    ///
    /// @return the checksums of their bodies, sorted; they are forgotten here
    List<Long> await(int messages, Duration longest) throws IOException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        synchronized (taken) {
            while (taken.size() < messages) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new IOException(
                            "%d of %d messages came within %s"
                                    .formatted(taken.size(), messages, longest));
                }
                taken.wait(left);
            }
            List<Long> all = taken.stream().sorted().toList();
            taken.clear();
            return all;
        }
    }

    private void listen() {
        try {
            while (true) {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                threads.execute(() -> serve(client));
            }
        } catch (IOException | RejectedExecutionException _) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            Session session = new Session(client, tls.isEmpty());
            session.say("220 next.example.cz ESMTP");
            while (session.goesOn()) {
                if (session.secures()) {
                    serve(tls.orElseThrow(), client);
                    return;
                }
            }
        } catch (IOException _) {
            // The client is gone. What it did not bring is missed at the end.
        }
    }

    private void serve(SSLContext context, Socket client) throws IOException {
        try (Socket secured = context.getSocketFactory().createSocket(client, null, true)) {
            Session session = new Session(secured, true);
            while (session.goesOn()) {
                // What there is to do is done by then.
            }
        }
    }

    private void take(long checksum) {
        synchronized (taken) {
            taken.add(checksum);
            taken.notifyAll();
        }
    }

    /// A dialogue, up to TLS or to the end.
    private final class Session {

        private final Lines lines;
        private final OutputStream out;
        private final boolean open;
        private boolean permitted;
        private boolean secures;

        /// @param open whether mail may be taken, if need be after a password
        Session(Socket client, boolean open) throws IOException {
            this.lines = new Lines(client.getInputStream());
            this.out = new BufferedOutputStream(client.getOutputStream());
            this.open = open;
            this.permitted = tls.isEmpty();
        }

        boolean secures() {
            return secures;
        }

        /// Answers the next command.
        ///
        /// @return false after the last
        boolean goesOn() throws IOException {
            lines.next();
            String line = lines.text();
            String verb =
                    line.substring(0, Math.min(line.length(), LETTERS_OF_A_VERB))
                            .toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(extensions());
                case "STAR" -> {
                    secures = true;
                    say("220 2.0.0 go ahead");
                }
                case "AUTH" -> signIn(line);
                case "MAIL" -> say(permitted ? "250 2.1.0 ok" : "530 5.7.0 sign in first");
                case "DATA" -> {
                    say("354 go on");
                    take(body());
                    say("250 2.0.0 taken");
                }
                case "QUIT" -> say("221 2.0.0 bye");
                default -> say("250 2.1.5 ok");
            }
            return !verb.equals("QUIT");
        }

        private String extensions() {
            String common = "250-next.example.cz\r\n250-PIPELINING\r\n250-SIZE 209715200\r\n";
            if (!open) {
                return common + "250 STARTTLS";
            }
            return permitted ? common + "250 8BITMIME" : common + "250 AUTH PLAIN";
        }

        private void signIn(String line) throws IOException {
            String response = line.substring("AUTH PLAIN".length()).strip();
            if (response.isEmpty()) {
                say("334 ");
                lines.next();
                response = lines.text();
            }
            permitted = open && response.equals(PLAIN);
            say(permitted ? "235 2.7.0 welcome" : "535 5.7.8 no");
        }

        private long body() throws IOException {
            do {
                lines.next();
            } while (!lines.is(""));
            CRC32C sum = new CRC32C();
            lines.next();
            while (!lines.is(".")) {
                lines.addTo(sum);
                lines.next();
            }
            return sum.getValue();
        }

        void say(String reply) throws IOException {
            out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
            if (!lines.more()) {
                out.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
