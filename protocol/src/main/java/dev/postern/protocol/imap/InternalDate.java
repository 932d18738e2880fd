package dev.postern.protocol.imap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// Reads the date and time of INTERNALDATE: `17-Jul-1996 02:44:25 -0700` (RFC 3501 §9).
final class InternalDate {

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int LENGTH = 26;

    private InternalDate() {}

    /// The instant; empty if the text is not one.
    static Optional<Instant> parse(String text) {
        String padded = text.length() == LENGTH - 1 ? "0" + text : text;
        if (padded.length() != LENGTH || !punctuated(padded)) {
            return Optional.empty();
        }
        try {
            int month = MONTHS.indexOf(padded.substring(3, 6).toLowerCase(Locale.ROOT));
            LocalDateTime local =
                    LocalDateTime.of(
                            number(padded, 7, 11),
                            month % 3 == 0 ? month / 3 + 1 : 0,
                            number(padded, padded.charAt(0) == ' ' ? 1 : 0, 2),
                            number(padded, 12, 14),
                            number(padded, 15, 17),
                            Math.min(number(padded, 18, 20), 59));
            int sign = padded.charAt(21) == '-' ? -1 : 1;
            ZoneOffset zone =
                    ZoneOffset.ofHoursMinutes(
                            sign * number(padded, 22, 24), sign * number(padded, 24, 26));
            return Optional.of(local.toInstant(zone));
        } catch (DateTimeException | NumberFormatException _) {
            // A date is extra information; the message is a message without it.
            return Optional.empty();
        }
    }

    private static boolean punctuated(String text) {
        return text.charAt(2) == '-'
                && text.charAt(6) == '-'
                && text.charAt(11) == ' '
                && text.charAt(14) == ':'
                && text.charAt(17) == ':'
                && text.charAt(20) == ' '
                && "+-".indexOf(text.charAt(21)) >= 0;
    }

    private static int number(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new NumberFormatException("not a number");
            }
        }
        return Integer.parseInt(text, from, to, 10);
    }
}
