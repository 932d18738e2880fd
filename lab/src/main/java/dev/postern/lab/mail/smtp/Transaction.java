package dev.postern.lab.mail.smtp;

import dev.postern.lab.mail.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A mail transaction: who sends, to whom, and what came of the message by BDAT so far. Used by the
/// session's thread.
public final class Transaction {

    private final Path sender;
    private final List<Outbox.Recipient> recipients = new ArrayList<>();
    private final Received message;
    private int asked;
    private boolean chunked;

    Transaction(Path sender, long octetsMax) {
        this.sender = sender;
        message = new Received(octetsMax);
    }

    /// The reverse-path; empty for the null one.
    public String sender() {
        return sender.address();
    }

    /// The recipients that were taken.
    public List<String> recipients() {
        return recipients.stream().map(Outbox.Recipient::address).toList();
    }

    /// All of it, for the outbox.
    public Outbox.Envelope envelope() {
        return new Outbox.Envelope(sender.address(), sender.parameters(), recipients);
    }

    void add(Path recipient) {
        recipients.add(new Outbox.Recipient(recipient.address(), recipient.parameters()));
    }

    /// Counts the recipients that were asked for, refused ones too; the number of this one.
    int ask() {
        return ++asked;
    }

    Received message() {
        return message;
    }

    boolean isBinary() {
        return sender.parameters().stream()
                .anyMatch(one -> one.toUpperCase(Locale.ROOT).equals("BODY=BINARYMIME"));
    }

    boolean isUtf8() {
        return sender.parameters().stream().anyMatch("SMTPUTF8"::equalsIgnoreCase);
    }

    /// True once a chunk has come, after which DATA is no longer possible (RFC 3030 §2).
    boolean isChunked() {
        return chunked;
    }

    void chunk() {
        chunked = true;
    }
}
