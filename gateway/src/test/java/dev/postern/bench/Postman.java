package dev.postern.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// An SMTP client that costs little itself. Any reply but the one that is wanted is an error. For
/// one thread.
final class Postman implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BUFFER = 32 * 1024;

    private final Socket tcp;
    private Lines in;
    private OutputStream out;

    /// Where mail is handed in.
    ///
    /// @param trust if TLS and a password are demanded
    /// @param account whose password it is
    record Door(int port, Optional<SSLContext> trust, RelayPeer.Account account) {}

    private Postman(int port) throws IOException {
        tcp = new Socket(InetAddress.getLoopbackAddress(), port);
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        in = new Lines(tcp.getInputStream());
        out = new BufferedOutputStream(tcp.getOutputStream(), BUFFER);
    }

    /// Comes in.
    static Postman at(Door door) throws IOException {
        Postman postman = new Postman(door.port());
        try {
            postman.hear("220");
            postman.ask("EHLO scanner.example.cz", "250");
            if (door.trust().isPresent()) {
                postman.secure(door.port(), door.trust().get());
                postman.ask("EHLO scanner.example.cz", "250");
                postman.ask("AUTH PLAIN " + response(door.account()), "235");
            }
            return postman;
        } catch (IOException e) {
            postman.close();
            throw e;
        }
    }

    private void secure(int port, SSLContext trust) throws IOException {
        ask("STARTTLS", "220");
        Socket secured = trust.getSocketFactory().createSocket(tcp, "localhost", port, true);
        in = new Lines(secured.getInputStream());
        out = new BufferedOutputStream(secured.getOutputStream(), BUFFER);
    }

    private static String response(RelayPeer.Account account) {
        String words = "\0" + account.user() + "\0" + account.password();
        return Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8));
    }

    /// Hands a message in.
    void hand(Letter letter, int number) throws IOException {
        ask("MAIL FROM:<scanner@example.cz>", "250");
        ask("RCPT TO:<somebody@contoso.com>", "250");
        ask("DATA", "354");
        letter.write(number, out);
        out.flush();
        hear("250");
    }

    void leave() throws IOException {
        ask("QUIT", "221");
    }

    private void ask(String command, String reply) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        hear(reply);
    }

    private void hear(String reply) throws IOException {
        do {
            in.next();
            if (!in.text().startsWith(reply)) {
                throw new IOException("the reply is " + in.text());
            }
        } while (in.text().startsWith(reply + "-"));
    }

    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
