package dev.postern.crash;

import dev.postern.lab.mail.store.MailStore;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The messages that are sent to the mailboxes, each with octets of its own. Used by one thread.
final class Letters {

    private static final int SIZE_MIN = 600;
    private static final int SIZE_MAX = 4_000;

    /// More than the queue takes in one piece.
    private static final int LARGE = 700_000;

    private final MailStore mailboxes;
    private final RandomGenerator random;
    private final Set<String> sent = new LinkedHashSet<>();

    Letters(MailStore mailboxes, RandomGenerator random) {
        this.mailboxes = mailboxes;
        this.random = random;
    }

    /// Sends this many messages to a mailbox.
    void send(String mailbox, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            send(mailbox, random.nextInt(SIZE_MIN, SIZE_MAX), random.nextLong());
        }
    }

    /// Sends one that does not fit into memory at once.
    void sendLarge(String mailbox) throws IOException {
        send(mailbox, LARGE, random.nextLong());
    }

    private void send(String mailbox, int size, long seed) throws IOException {
        MessageSource letter = MessageSource.generated(seed, size);
        try (InputStream octets = letter.open()) {
            sent.add(digest(octets.readAllBytes()));
        }
        mailboxes.deliver(mailbox, letter);
    }

    /// The digests of all messages sent.
    Set<String> sent() {
        return Set.copyOf(sent);
    }

    static String digest(byte[] octets) {
        return HexFormat.of().formatHex(sha256().digest(octets));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
