package dev.postern.protocol.smtp;

/// How much a server takes from one client.
///
/// @param size octets of a message, which SIZE announces (RFC 1870)
/// @param header octets of its header block
/// @param textLine octets of a line of it with its CRLF; RFC 5321 §4.5.3.1.6 has 1000, and more is
///   common
/// @param recipients of a message; RFC 5321 §4.5.3.1.8 has 100 at least
/// @param commands between two messages, RCPT not counted
/// @param errors refused commands between two messages, recipients among them
/// @param signInFailures in a session
public record ServerLimits(
        long size,
        int header,
        int textLine,
        int recipients,
        int commands,
        int errors,
        int signInFailures) {

    /// For a gateway to Microsoft 365, which takes 150 MB at most.
    public static final ServerLimits USUAL =
            new ServerLimits(150L * 1024 * 1024, 256 * 1024, 64 * 1024, 1000, 100, 20, 3);

    public ServerLimits {
        if (size < 1
                || header < 1
                || textLine < 1
                || recipients < 1
                || commands < 1
                || errors < 1
                || signInFailures < 1) {
            throw new IllegalArgumentException("each limit is one at least");
        }
    }

    /// The same with another size.
    public ServerLimits withSize(long octets) {
        return new ServerLimits(
                octets, header, textLine, recipients, commands, errors, signInFailures);
    }
}
