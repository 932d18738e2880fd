package dev.postern.lab.mail.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What MAIL and RCPT name: an address, and parameters.
///
/// @param address without angle brackets; empty for the null reverse-path
record Path(String address, List<String> parameters) {

    private static final Pattern ARGUMENT =
            Pattern.compile(
                    "(?i)(FROM|TO): ?<(?:@[^:<>]*:)?((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^<>\"\\s])*)>((?: [^ ]+)*) *");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\"[^\"]*\"|[^@\"\\s]{1,64})@[^@\\s.\\-][^@\\s]{0,253}");

    Path {
        parameters = List.copyOf(parameters);
    }

    /// Reads what follows the verb; empty if it makes no sense.
    ///
    /// @param keyword `FROM` or `TO`
    static Optional<Path> read(String keyword, String argument) {
        Matcher matcher = ARGUMENT.matcher(argument);
        if (!matcher.matches() || !matcher.group(1).equalsIgnoreCase(keyword)) {
            return Optional.empty();
        }
        List<String> parameters =
                Arrays.stream(matcher.group(3).split(" ", -1))
                        .filter(one -> !one.isEmpty())
                        .toList();
        return Optional.of(new Path(matcher.group(2), parameters));
    }

    /// True for an address that mail can be sent to.
    boolean isAddress() {
        return ADDRESS.matcher(address).matches();
    }

    boolean isAscii() {
        return address.chars().allMatch(c -> c < 0x80);
    }

    /// The value of a parameter, by its name in capitals.
    Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(one -> one.toUpperCase(Locale.ROOT).startsWith(name + "="))
                .map(one -> one.substring(name.length() + 1))
                .findFirst();
    }

    /// The first parameter that is none of these.
    Optional<String> unknown(Pattern known) {
        return parameters.stream().filter(one -> !known.matcher(one).matches()).findFirst();
    }
}
