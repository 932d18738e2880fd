package dev.postern.queue;

/// What the server calls one message within its [Place].
public sealed interface ServerId {

    /// An IMAP unique identifier (RFC 3501 §2.3.1.1).
    ///
    /// @param value 1 to 2³²−1
    record Uid(long value) implements ServerId, Comparable<Uid> {
        public Uid {
            if (value < 1 || value > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("not a UID: " + value);
            }
        }

        @Override
        public int compareTo(Uid other) {
            return Long.compare(value, other.value);
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /// A POP3 unique-id (RFC 1939 §7).
    ///
    /// @param value 1 to 255 printable characters; the RFC says 70, servers differ
    record Uidl(String value) implements ServerId {
        public Uidl {
            if (value.isEmpty() || value.length() > 255) {
                throw new IllegalArgumentException("not a UIDL: " + value);
            }
        }

        @Override
        public String toString() {
            return value;
        }
    }
}
