package dev.postern.protocol.imap;

import dev.postern.protocol.wire.BackOff;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How a command ended: the tagged response (RFC 3501 §7.1).
///
/// Two refusals of Exchange Online, which it says as `BAD` or `NO` alike, are alternatives of their
/// own, because what has to be done about them is different.
public sealed interface Completion {

    /// The server's words.
    String text();

    /// Done.
    record Ok(Optional<ResponseCode> code, String text) implements Completion {}

    /// Not done.
    sealed interface Failure extends Completion {}

    /// The server could not or would not.
    record No(Optional<ResponseCode> code, String text) implements Failure {}

    /// The server did not understand, or did not like what it saw: Exchange Online says so of a
    /// message it cannot render.
    record Bad(Optional<ResponseCode> code, String text) implements Failure {}

    /// We asked for too much lately.
    ///
    /// @param backOff how long the server wants us to wait, if it said so
    record Throttled(String text, Optional<Duration> backOff) implements Failure {}

    /// We signed in, but not to a mailbox: the right on it is missing, or the mailbox is.
    record NotConnected(String text) implements Failure {}

    /// What the server's words come to.
    ///
    /// @param status `OK`, `NO` or `BAD`
    /// @throws IllegalArgumentException if it is another
    static Completion of(String status, Optional<ResponseCode> code, String text) {
        return switch (status) {
            case "OK" -> new Ok(code, text);
            case "NO", "BAD" -> failure(status, code, text);
            default -> throw new IllegalArgumentException("not a status: " + status);
        };
    }

    private static Failure failure(String status, Optional<ResponseCode> code, String text) {
        if (BackOff.throttled(text)) {
            return new Throttled(text, BackOff.suggested(text));
        }
        if (text.toLowerCase(Locale.ROOT).contains("authenticated but not connected")) {
            return new NotConnected(text);
        }
        return status.equals("NO") ? new No(code, text) : new Bad(code, text);
    }
}
