package dev.postern.relay;

import java.util.stream.Stream;

/// Names of the header fields that the relay looks at.
enum FieldName {
    BCC("Bcc"),
    DATE("Date"),
    FROM("From"),
    MESSAGE_ID("Message-ID"),
    RECEIVED("Received"),
    REPLY_TO("Reply-To"),
    RESENT_BCC("Resent-Bcc"),
    SENDER("Sender"),
    /// All others.
    OTHER("");

    private static final FieldName[] ALL = values();
    private static final int LENGTH_MAX = 10;

    private final String text;

    FieldName(String text) {
        this.text = text;
    }

    /// The name in these octets, whatever its case.
    static FieldName of(byte[] octets, int from, int length) {
        if (length <= LENGTH_MAX) {
            for (FieldName name : ALL) {
                if (name.text.length() == length && name.begins(octets, from, length)) {
                    return name;
                }
            }
        }
        return OTHER;
    }

    /// Whether some readers take this name for that of a field that says who wrote a message, or to
    /// whom it goes unseen. A name may have a parenthesis (RFC 5322 §2.2), where they begin a
    /// comment, which may go on beyond the colon: `Fro(x)m` is From to them.
    static boolean ambiguous(byte[] octets, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (octets[from + i] == '(') {
                return beginsOneOfThose(octets, from, i);
            }
        }
        return false;
    }

    private static boolean beginsOneOfThose(byte[] octets, int from, int length) {
        return Stream.of(FROM, SENDER, BCC, RESENT_BCC)
                .anyMatch(
                        name -> name.text.length() >= length && name.begins(octets, from, length));
    }

    private boolean begins(byte[] found, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (lower(found[from + i]) != lower((byte) text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
    }
}
