package dev.postern.protocol.smtp;

/// Why the content of a message is refused.
enum Flaw {
    /// Some servers take a bare LF for the end of a line, and so read two messages where others
    /// read one: SMTP smuggling.
    BARE_LF,
    /// The same with a bare CR.
    BARE_CR,
    /// RFC 2045 §2.8 forbids it even in 8bit data, and who drops it may see a dot alone on a line.
    NUL,
    LINE_TOO_LONG,
    HEADER_TOO_LARGE,
    TOO_LARGE,
    /// Whoever takes the message could not; no fault of the client's.
    NOT_TAKEN;

    ServerReply reply() {
        return switch (this) {
            case BARE_LF -> characters("A line of the message ends with a bare LF");
            case BARE_CR -> characters("The message has a CR without LF");
            case NUL -> characters("The message has a NUL");
            case LINE_TOO_LONG -> ServerReply.of(550, "5.6.0", "A line of the message is too long");
            case HEADER_TOO_LARGE ->
                    ServerReply.of(552, "5.3.4", "The header of the message is too large");
            case TOO_LARGE -> Replies.OVERSIZE;
            case NOT_TAKEN -> Replies.NOT_STORED;
        };
    }

    private static ServerReply characters(String text) {
        return ServerReply.of(550, "5.6.11", text);
    }
}
