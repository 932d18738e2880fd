package dev.postern.lab.mail.imap;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// INTERNALDATE as IMAP writes it (RFC 3501 §9, date-time).
final class InternalDate {

    static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("d-MMM-yyyy HH:mm:ss Z", Locale.US);

    private static final DateTimeFormatter TWO_DIGITS =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.US);

    private InternalDate() {}

    static String of(Instant moment) {
        return TWO_DIGITS.format(moment.atOffset(ZoneOffset.UTC));
    }
}
