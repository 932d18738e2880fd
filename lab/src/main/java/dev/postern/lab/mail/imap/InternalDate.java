package dev.postern.lab.mail.imap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/// Days and moments as IMAP writes them (RFC 3501 §9, date and date-time).
final class InternalDate {

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.US);
    private static final DateTimeFormatter MOMENT = reader("d-MMM-yyyy HH:mm:ss Z");
    private static final DateTimeFormatter DAY = reader("d-MMM-yyyy");

    private InternalDate() {}

    static String of(Instant moment) {
        return WRITTEN.format(moment.atOffset(ZoneOffset.UTC));
    }

    static Instant moment(String text) throws Refusal {
        try {
            return OffsetDateTime.parse(text.strip(), MOMENT).toInstant();
        } catch (DateTimeException _) {
            throw Refusal.badArgument();
        }
    }

    static LocalDate day(String text) throws Refusal {
        try {
            return LocalDate.parse(text, DAY);
        } catch (DateTimeException _) {
            throw Refusal.badArgument();
        }
    }

    private static DateTimeFormatter reader(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.US);
    }
}
