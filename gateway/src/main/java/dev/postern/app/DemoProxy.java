package dev.postern.app;

import dev.postern.control.AccountOrder;
import dev.postern.lab.Lab;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The demo's old mail client, which knows IMAP, a name and a password, and nothing else.
///
/// @param imap the port of Postern's listener
record DemoProxy(int imap) {

    static final String MAILBOX = "noreply@example.cz";

    private static final String ACCOUNT = "warehouse";
    private static final String PASSWORD = "shelf nine, left";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// With a port that is free now.
    static DemoProxy onAFreePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new DemoProxy(free.getLocalPort());
        }
    }

    /// Gives the client its account.
    static void account(Path data, Gateway.Environment world) throws IOException {
        var _ =
                new AccountBooks(data, world)
                        .add(
                                new AccountOrder(
                                        ACCOUNT,
                                        List.of(),
                                        AccountOrder.From.KEEP,
                                        Optional.empty(),
                                        List.of(MAILBOX),
                                        List.of(),
                                        Optional.empty(),
                                        false),
                                Optional.of(PASSWORD));
    }

    /// What the mailbox's own server says to the password.
    static String directly(Lab lab) throws IOException {
        String at = lab.started().imap();
        int colon = at.lastIndexOf(':');
        try (Socket server =
                Trust.of(Optional.of(lab.started().caFile()))
                        .getSocketFactory()
                        .createSocket(
                                at.substring(0, colon),
                                Integer.parseInt(at.substring(colon + 1)))) {
            return login(server);
        }
    }

    /// Reads the only message of the mailbox through Postern.
    ///
    /// @return its octets; none if it could not be had
    byte[] read() throws IOException {
        try (Socket postern = new Socket(InetAddress.getLoopbackAddress(), imap)) {
            if (!login(postern).startsWith("a OK")) {
                return new byte[0];
            }
            ask(postern, "b EXAMINE INBOX");
            say(postern, "c FETCH 1 BODY.PEEK[]");
            String head = line(postern);
            int open = head.lastIndexOf('{');
            if (open < 0) {
                return new byte[0];
            }
            int octets = Integer.parseInt(head.substring(open + 1, head.length() - 1));
            byte[] message = postern.getInputStream().readNBytes(octets);
            ask(postern, "d LOGOUT");
            return message;
        }
    }

    private static String login(Socket server) throws IOException {
        server.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        String _ = line(server);
        return ask(server, "a LOGIN %s \"%s\"".formatted(MAILBOX, PASSWORD));
    }

    /// The tagged reply to a command.
    private static String ask(Socket server, String command) throws IOException {
        say(server, command);
        String line = line(server);
        while (!line.startsWith(command.substring(0, 2))) {
            line = line(server);
        }
        return line;
    }

    private static void say(Socket server, String command) throws IOException {
        server.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(Socket server) throws IOException {
        InputStream in = server.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server hung up");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
