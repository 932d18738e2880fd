package dev.postern.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values as exports write them, whatever the language of the computer that made them.
final class Values {

    private static final Pattern TICKS = Pattern.compile("/?Date\\((-?\\d{1,15})\\)/?");
    private static final Pattern GROUPS = Pattern.compile("\\d{1,3}([,.]\\d{3})+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,15})?");

    /// In the order in which they are tried. Where no zone is written, it is taken for UTC.
    private static final List<Function<String, Instant>> DATES =
            List.of(
                    text -> OffsetDateTime.parse(text).toInstant(),
                    text -> local(text.replace(' ', 'T'), DateTimeFormatter.ISO_LOCAL_DATE_TIME),
                    text ->
                            LocalDate.parse(text, DateTimeFormatter.ISO_LOCAL_DATE)
                                    .atStartOfDay()
                                    .toInstant(ZoneOffset.UTC),
                    text -> local(text, pattern("d.M.yyyy H:mm[:ss]")),
                    text -> local(text, pattern("d. M. yyyy H:mm[:ss]")),
                    text -> local(text, pattern("M/d/yyyy h:mm[:ss] a")),
                    text -> local(text, pattern("d/M/yyyy H:mm[:ss]")),
                    text -> local(text, pattern("M/d/yyyy H:mm[:ss]")));

    private Values() {}

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    private static Instant local(String text, DateTimeFormatter form) {
        return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
    }

    /// A moment; empty if it is written in no known way.
    static Optional<Instant> date(String text) {
        Matcher ticks = TICKS.matcher(text);
        if (ticks.matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(ticks.group(1))));
        }
        String plain = text.replace('\u202f', ' ').replace('\u00a0', ' ');
        for (Function<String, Instant> form : DATES) {
            try {
                return Optional.of(form.apply(plain));
            } catch (DateTimeException _) {
                // Another form, perhaps.
            }
        }
        return Optional.empty();
    }

    /// A number: with blanks, commas, dots or apostrophes between its thousands, a comma or a dot
    /// before its fraction, and maybe `%` behind it.
    static OptionalDouble number(String text) {
        String plain = text.replaceAll("[\\s\u00a0\u202f'’%]", "");
        if (GROUPS.matcher(plain).matches()) {
            plain = plain.replaceAll("[,.]", "");
        }
        plain = plain.replace(',', '.');
        return NUMBER.matcher(plain).matches()
                ? OptionalDouble.of(Double.parseDouble(plain))
                : OptionalDouble.empty();
    }

    /// Yes or no, in the languages of exports; empty if it is neither, which PowerShell writes for
    /// "as the tenant".
    static Optional<Boolean> truth(String text) {
        return switch (Column.plain(text)) {
            case "true",
                    "1",
                    "yes",
                    "pravda",
                    "ano",
                    "wahr",
                    "ja",
                    "vrai",
                    "oui",
                    "verdadero",
                    "si",
                    "prawda",
                    "tak" ->
                    Optional.of(true);
            case "false",
                    "0",
                    "no",
                    "nepravda",
                    "ne",
                    "falsch",
                    "nein",
                    "faux",
                    "non",
                    "falso",
                    "falsz",
                    "nie" ->
                    Optional.of(false);
            default -> Optional.empty();
        };
    }
}
