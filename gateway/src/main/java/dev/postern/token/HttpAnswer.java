package dev.postern.token;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// A whole HTTP answer.
///
/// @param received when it came, by this machine's clock
record HttpAnswer(int status, HttpHeaders headers, String body, Instant received) {

    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);
    private static final int DIGITS_MAX = 9;

    /// The server's clock, from the `Date` field (RFC 9110 §6.6.1).
    Optional<Clocks> clocks() {
        return headers.firstValue("Date")
                .flatMap(HttpAnswer::date)
                .map(theirs -> new Clocks(received, theirs));
    }

    /// How long the server asks to be left alone (RFC 9110 §10.2.3): seconds, or a date, which is
    /// taken by the server's clock. At most an hour; zero if it does not ask, or not intelligibly.
    Duration retryAfter() {
        Duration wait =
                headers.firstValue("Retry-After")
                        .map(String::strip)
                        .flatMap(this::wait)
                        .orElse(Duration.ZERO);
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait;
    }

    private Optional<Duration> wait(String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(
                    value.length() > DIGITS_MAX
                            ? RETRY_AFTER_MAX
                            : Duration.ofSeconds(Long.parseLong(value)));
        }
        Instant now = clocks().map(Clocks::theirs).orElse(received);
        return date(value).map(then -> Duration.between(now, then));
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) {
            // As good as none: nothing depends on it but a wait and a remark.
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "HTTP %d, %d characters".formatted(status, body.length());
    }
}
