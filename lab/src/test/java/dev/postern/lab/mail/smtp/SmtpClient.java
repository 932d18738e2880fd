package dev.postern.lab.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.WireClient;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// A client that reads whole replies and knows no more of SMTP. Used by one thread.
public final class SmtpClient implements Closeable {

    /// A small message from the usual sender.
    public static final String MESSAGE =
            "From: Reports <noreply@example.cz>\r\nSubject: scan\r\n\r\nHello.\r\n";

    private final WireClient wire;

    SmtpClient(WireClient wire) {
        this.wire = wire;
    }

    public WireClient wire() {
        return wire;
    }

    /// The lines of the next reply; the code stands in each.
    public List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(wire.line());
        } while (lines.getLast().charAt(3) == '-');
        return lines;
    }

    /// The next reply's last line.
    public String reply() throws IOException {
        return lines().getLast();
    }

    /// Sends a command; its reply's last line.
    public String ask(String command) throws IOException {
        wire.send(command);
        return reply();
    }

    /// Sends a command that must be answered so.
    public void mustAsk(String command, String start) throws IOException {
        assertThat(ask(command)).startsWith(start);
    }

    public List<String> askLines(String command) throws IOException {
        wire.send(command);
        return lines();
    }

    void startTls(SSLContext trust) throws IOException {
        mustAsk("STARTTLS", "220 2.0.0");
        wire.secure(trust);
        ask("EHLO client.example");
    }

    /// Opens a transaction.
    public void envelope(String sender, String... recipients) throws IOException {
        mustAsk("MAIL FROM:<" + sender + ">", "250 2.1.0");
        for (String recipient : recipients) {
            mustAsk("RCPT TO:<" + recipient + ">", "250 2.1.5");
        }
    }

    /// Sends a message by DATA, which must be stuffed already; the reply to its end.
    public String data(String message) throws IOException {
        mustAsk("DATA", "354");
        wire.raw(message + ".\r\n");
        return reply();
    }

    /// A whole transaction with a small message; the reply to its end.
    public String send(String sender, String... recipients) throws IOException {
        envelope(sender, recipients);
        return data(MESSAGE);
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
