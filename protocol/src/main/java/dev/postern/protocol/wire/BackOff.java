package dev.postern.protocol.wire;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Reads from a server's words how long it wants to be left alone.
///
/// Exchange Online says `Request is throttled. Suggested Backoff Time: 92415 milliseconds`, in a
/// refusal of any command.
public final class BackOff {

    private static final String THROTTLED = "is throttled";
    private static final String HINT = "backoff time";

    /// A day. No server asks for more in good faith.
    private static final Duration LONGEST = Duration.ofDays(1);

    private BackOff() {}

    /// Whether the text says that we ask for too much.
    public static boolean throttled(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains(THROTTLED) || lower.contains(HINT);
    }

    /// The time the text suggests, at most a day; empty if it suggests none.
    public static Optional<Duration> suggested(String text) {
        int hint = text.toLowerCase(Locale.ROOT).indexOf(HINT);
        if (hint < 0) {
            return Optional.empty();
        }
        int i = hint + HINT.length();
        while (i < text.length() && " \t:=".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        int digits = i;
        long millis = 0;
        while (i < text.length() && isDigit(text.charAt(i))) {
            millis = Math.min(millis * 10 + text.charAt(i) - '0', LONGEST.toMillis());
            i++;
        }
        return i == digits ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
