package dev.postern.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.IntStream;

/// The end of something of our own: a secret, a certificate.
///
/// What lives long is told of 60, 30, 7 and 1 days before its end. What lives short is renewed by a
/// program, and told of only when a third of its life is left.
///
/// @param what in a few words, for people: `client secret`
/// @param begin when it became good; empty if that is not known
/// @param end from when on it is no longer good
public record Expiry(String what, Optional<Instant> begin, Instant end) {

    private static final int[] DAYS = {1, 7, 30, 60};
    private static final int PARTS = 3;

    /// Within how many days it ends: 1, 7, 30 or 60; 0 if it has ended; empty if there is time.
    public Optional<Integer> warning(Instant now) {
        if (!now.isBefore(end)) {
            return Optional.of(0);
        }
        boolean renewedLater =
                begin.map(first -> Duration.between(first, end).dividedBy(PARTS))
                        .filter(third -> Duration.between(now, end).compareTo(third) > 0)
                        .isPresent();
        return renewedLater
                ? Optional.empty()
                : IntStream.of(DAYS)
                        .filter(days -> !now.isBefore(end.minus(days, ChronoUnit.DAYS)))
                        .boxed()
                        .findFirst();
    }

    /// The last day on which it is good, in UTC.
    public LocalDate lastDay() {
        return end.minusSeconds(1).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /// When it ends, and how long that is from now.
    public String words(Instant now) {
        LocalDate day = lastDay();
        long days = ChronoUnit.DAYS.between(now, end);
        if (!now.isBefore(end)) {
            return "%s ended on %s".formatted(what, day);
        }
        return "%s is good until %s (%s)"
                .formatted(what, day, days == 1 ? "1 day" : days + " days");
    }
}
