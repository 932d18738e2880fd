package dev.postern.relay;

import java.nio.charset.StandardCharsets;

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

    private final byte[] octets;

    FieldName(String text) {
        octets = text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The name in these octets, whatever its case.
    static FieldName of(byte[] octets, int from, int length) {
        if (length <= LENGTH_MAX) {
            for (FieldName name : ALL) {
                if (name.octets.length == length && name.is(octets, from)) {
                    return name;
                }
            }
        }
        return OTHER;
    }

    private boolean is(byte[] found, int from) {
        for (int i = 0; i < octets.length; i++) {
            if (lower(found[from + i]) != lower(octets[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
    }
}
