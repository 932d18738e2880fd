package dev.postern.protocol.pop3;

import dev.postern.protocol.wire.BackOff;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A negative reply: `-ERR` (RFC 1939 §3), its response code (RFC 2449 §8) set apart.
///
/// @param code in upper case, such as `SYS/TEMP`
/// @param text the server's words, without the code
public record Refusal(Optional<String> code, String text) {

    /// Codes that say nothing about the credentials or the command (RFC 2449 §8.1, RFC 3206 §4).
    private static final Set<String> NOT_NOW =
            Set.of("SYS/TEMP", "SYS/PERM", "IN-USE", "LOGIN-DELAY");

    static Refusal parse(String words) {
        String line = words.strip();
        int close = line.startsWith("[") ? line.indexOf(']') : -1;
        String code = close < 0 ? "" : line.substring(1, close).toUpperCase(Locale.ROOT);
        return code.matches("[A-Z0-9/-]+")
                ? new Refusal(Optional.of(code), line.substring(close + 1).strip())
                : new Refusal(Optional.empty(), line);
    }

    /// Whether the server would refuse whoever asks, for now.
    public boolean notNow() {
        return code.filter(NOT_NOW::contains).isPresent()
                || text.startsWith("Server Unavailable")
                || text.startsWith("Too many connections")
                || throttled();
    }

    /// Whether the session's access token has ended; another session with another token goes on.
    public boolean tokenEnded() {
        return text.toLowerCase(Locale.ROOT).contains("accesstokenexpired");
    }

    /// Whether we asked for too much lately.
    public boolean throttled() {
        return BackOff.throttled(text);
    }

    /// How long the server wants us to wait, if it said so.
    public Optional<Duration> backOff() {
        return BackOff.suggested(text);
    }

    /// As the server said it.
    @Override
    public String toString() {
        return code.map(c -> "[" + c + "] ").orElse("") + text;
    }
}
