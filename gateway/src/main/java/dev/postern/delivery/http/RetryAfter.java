package dev.postern.delivery.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/// The Retry-After field (RFC 9110 §10.2.3): seconds, or a date.
public final class RetryAfter {

    /// Whatever a server asks for, a message is tried again after this time.
    public static final Duration MAX = Duration.ofHours(1);

    private static final int DIGITS_MAX = 10;

    private RetryAfter() {}

    /// How long to wait; zero if the value cannot be understood or is over.
    public static Duration parse(String value, Instant now) {
        String text = value.strip();
        try {
            Duration asked =
                    text.chars().allMatch(c -> c >= '0' && c <= '9')
                            ? seconds(text)
                            : Duration.between(
                                    now,
                                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            if (asked.isNegative()) {
                return Duration.ZERO;
            }
            return asked.compareTo(MAX) < 0 ? asked : MAX;
        } catch (DateTimeException _) {
            // Not a date of RFC 9110: the usual schedule applies.
            return Duration.ZERO;
        }
    }

    private static Duration seconds(String digits) {
        if (digits.isEmpty()) {
            return Duration.ZERO;
        }
        return digits.length() > DIGITS_MAX ? MAX : Duration.ofSeconds(Long.parseLong(digits));
    }
}
