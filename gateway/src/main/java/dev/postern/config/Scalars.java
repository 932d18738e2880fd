package dev.postern.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kinds of values that are one word in YAML.
final class Scalars {

    static final Pattern UUID_FORM =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final Pattern DURATION =
            Pattern.compile(
                    "(?=.)(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");
    private static final int TEXT_MAX = 4096;

    private static final List<Scalar> ALL =
            List.of(
                    new Scalar(String.class, "a text", "some text", "", Scalars::text),
                    new Scalar(
                            Integer.class,
                            "a whole number",
                            "a whole number such as 5",
                            "[0-9]+",
                            (text, _) -> Integer.valueOf(text)),
                    new Scalar(
                            Boolean.class,
                            "true or false",
                            "true or false (or on or off)",
                            "true|false|on|off",
                            (text, _) -> truth(text)),
                    new Scalar(
                            Duration.class,
                            "a duration",
                            "a duration such as 30s, 5m, 1h30m or 7d",
                            "(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?",
                            (text, _) -> duration(text)),
                    new Scalar(
                            ByteSize.class,
                            "a size",
                            "a size such as 64KiB, 150MiB or 1GiB",
                            "[0-9]+([KMG]i?B|B)",
                            (text, _) -> ByteSize.parse(text)),
                    new Scalar(
                            HostPort.class,
                            "a host and port",
                            "a host and port such as outlook.office365.com:993",
                            ".+:[0-9]+",
                            (text, _) -> HostPort.parse(text)),
                    new Scalar(
                            EmailAddress.class,
                            "an e-mail address",
                            "an address such as razr@example.cz",
                            "[^@ ]+@[^@ ]+",
                            (text, _) -> new EmailAddress(text)),
                    new Scalar(
                            TenantId.class,
                            "a tenant's ID",
                            "a tenant ID such as 22222222-2222-2222-2222-222222222222, or a domain"
                                    + " such as contoso.onmicrosoft.com",
                            "[0-9A-Za-z.-]+",
                            (text, _) -> new TenantId(text)),
                    new Scalar(
                            UUID.class,
                            "an ID",
                            "an ID such as 11111111-1111-1111-1111-111111111111",
                            "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
                            (text, _) -> uuid(text)),
                    new Scalar(
                            URI.class,
                            "a URL",
                            "a URL such as https://app.example.cz/mail",
                            "https?://.+",
                            (text, _) -> web(text)),
                    new Scalar(
                            Network.class,
                            "a network",
                            "a network such as 10.20.0.0/16, fd00::/8 or 127.0.0.1",
                            "[0-9A-Fa-f:.]+(/[0-9]{1,3})?",
                            (text, _) -> Network.parse(text)),
                    new Scalar(
                            TlsVersion.class,
                            "a version of TLS",
                            "1.0, 1.1, 1.2 or 1.3",
                            "1\\.[0-3]",
                            (text, _) -> new TlsVersion(text)),
                    new Scalar(
                            Path.class,
                            "a path",
                            "a path, absolute or relative to the folder of this file",
                            "",
                            Scalars::path),
                    new Scalar(
                            LocalDate.class,
                            "a date",
                            "a date such as 2027-06-30",
                            "[0-9]{4}-[0-9]{2}-[0-9]{2}",
                            (text, _) -> date(text)),
                    new Scalar(
                            Credential.Identity.class,
                            "`system` or a client ID",
                            "`system`, or the client ID of a user-assigned managed identity",
                            "system|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
                            (text, _) -> identity(text)));

    private Scalars() {}

    /// One kind of value.
    ///
    /// @param name with its article, for `… is not a duration`
    /// @param expected what would be right, with an example
    /// @param pattern an ECMA regular expression for editors, laxer than the parser; empty if any
    ///   text will do
    record Scalar(Class<?> type, String name, String expected, String pattern, Parser parser) {}

    /// Makes a value of a text.
    interface Parser {

        /// The value that is written so.
        ///
        /// @param folder what a relative path starts from
        /// @throws IllegalArgumentException if the text will not do; its message is shown as a hint
        Object parse(String text, Path folder);
    }

    static Optional<Scalar> of(Class<?> type) {
        return ALL.stream().filter(scalar -> scalar.type() == boxed(type)).findFirst();
    }

    private static Class<?> boxed(Class<?> type) {
        if (type == int.class) {
            return Integer.class;
        }
        return type == boolean.class ? Boolean.class : type;
    }

    private static String text(String text, Path folder) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("it is longer than " + TEXT_MAX + " characters");
        }
        return text;
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default -> throw new IllegalArgumentException("");
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    text.matches("\\d+") ? "a duration needs its unit: s, m, h or d" : "");
        }
        return Duration.ofDays(number(matcher.group(1)))
                .plusHours(number(matcher.group(2)))
                .plusMinutes(number(matcher.group(3)))
                .plusSeconds(number(matcher.group(4)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static UUID uuid(String text) {
        // UUID.fromString alone would take 1-1-1-1-1.
        if (!UUID_FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("");
        }
        return UUID.fromString(text.toLowerCase(Locale.ROOT));
    }

    private static URI web(String text) {
        try {
            var address = new URI(text);
            boolean http =
                    "https".equalsIgnoreCase(address.getScheme())
                            || "http".equalsIgnoreCase(address.getScheme());
            if (!http || address.getHost() == null) {
                throw new IllegalArgumentException("");
            }
            if (address.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "a user or password does not belong into a URL, where it would be"
                                + " seen");
            }
            return address;
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException("");
        }
    }

    private static Path path(String text, Path folder) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        if (text.startsWith("~")) {
            throw new IllegalArgumentException("`~` is known to shells only; write the full path");
        }
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException _) {
            throw new IllegalArgumentException("");
        }
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("");
        }
    }

    private static Credential.Identity identity(String text) {
        return text.equals("system")
                ? new Credential.Identity.SystemAssigned()
                : new Credential.Identity.UserAssigned(uuid(text));
    }
}
