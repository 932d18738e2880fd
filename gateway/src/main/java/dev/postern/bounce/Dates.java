package dev.postern.bounce;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Moments as header fields have them (RFC 5322 §3.3).
final class Dates {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Dates() {}

    static String of(Instant moment) {
        return FORM.format(moment);
    }
}
