package dev.postern.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/// A device that has signed in and hands mail in (RFC 5321, RFC 3207, RFC 4954). For one thread.
final class Device implements AutoCloseable {

    private final Wire wire;

    Device(int port, SSLContext trust, String account, String password) throws IOException {
        wire = new Wire(port);
        try {
            expect("220 ");
            ask("EHLO device", "250 ");
            ask("STARTTLS", "220 ");
            wire.secure(trust);
            ask("EHLO device", "250 ");
            String plain = "\0" + account + "\0" + password;
            ask(
                    "AUTH PLAIN "
                            + Base64.getEncoder()
                                    .encodeToString(plain.getBytes(StandardCharsets.UTF_8)),
                    "235 ");
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    /// Hands a message in, and returns when it was answered with 250.
    ///
    /// @param message without lines that begin with a dot, with a line end at its end
    void send(String from, String to, byte[] message) throws IOException {
        ask("MAIL FROM:<" + from + ">", "250 ");
        ask("RCPT TO:<" + to + ">", "250 ");
        ask("DATA", "354 ");
        wire.raw(message);
        ask(".", "250 ");
    }

    private void ask(String line, String wanted) throws IOException {
        wire.say(line);
        expect(wanted);
    }

    /// A reply's last line has a blank behind its code.
    private void expect(String wanted) throws IOException {
        String line = wire.line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = wire.line();
        }
        if (!line.startsWith(wanted)) {
            throw new IOException("'%s' was wanted, and '%s' came".formatted(wanted, line));
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
