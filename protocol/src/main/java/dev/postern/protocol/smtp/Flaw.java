package dev.postern.protocol.smtp;

/// Why the content of a message is refused.
enum Flaw {
    /// Some servers take a bare LF for the end of a line, and so read two messages where others
    /// read one: SMTP smuggling.
    BARE_LF(ServerReply.of(550, "5.6.11", "A line of the message ends with a bare LF")),
    /// The same with a bare CR.
    BARE_CR(ServerReply.of(550, "5.6.11", "The message has a CR without LF")),
    /// RFC 2045 §2.8 forbids it even in 8bit data, and who drops it may see a dot alone on a line.
    NUL(ServerReply.of(550, "5.6.11", "The message has a NUL")),
    LINE_TOO_LONG(ServerReply.of(550, "5.6.0", "A line of the message is too long")),
    HEADER_TOO_LARGE(ServerReply.of(552, "5.3.4", "The header of the message is too large")),
    TOO_LARGE(Replies.OVERSIZE),
    /// Whoever takes the message could not; no fault of the client's.
    NOT_TAKEN(Replies.NOT_STORED);

    private final ServerReply reply;

    Flaw(ServerReply reply) {
        this.reply = reply;
    }

    ServerReply reply() {
        return reply;
    }
}
