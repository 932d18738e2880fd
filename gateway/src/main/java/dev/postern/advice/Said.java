package dev.postern.advice;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server's words, read for what can be recognised in them.
///
/// @param text all of it in lower case, on one line, with single spaces
/// @param codes enhanced status codes, three-digit replies, HTTP statuses as `HTTP 403`
record Said(String text, Set<String> codes) {

    private static final int LENGTH_MAX = 64 * 1024;

    /// Not a part of an address or of a version: no digit or dot on either side.
    private static final Pattern STATUS =
            Pattern.compile("(?<![0-9.])([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?![0-9]|\\.[0-9])");

    /// Before an enhanced status, at the start of a line or after a label such as `said:`.
    private static final Pattern REPLY =
            Pattern.compile("(?m)(?:^|[\\s:>\"(])([245][0-9]{2})(?=[ -]|$)");

    private static final Pattern HTTP =
            Pattern.compile(
                    "(?i)(?:HTTP(?:/[0-9](?:\\.[0-9])?)?|status(?:_?code)?|answered(?: with)?(?: HTTP)?)"
                            + "[\"' :=]{1,4}([1-5][0-9]{2})\\b");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    static Said of(String words) {
        String all = words.substring(0, Math.min(words.length(), LENGTH_MAX));
        Set<String> codes = new LinkedHashSet<>();
        collect(STATUS, all, "", codes);
        collect(REPLY, all, "", codes);
        collect(HTTP, all, "HTTP ", codes);
        String text = SPACE.matcher(all).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
        return new Said(text, Set.copyOf(codes));
    }

    private static void collect(Pattern pattern, String all, String prefix, Set<String> into) {
        Matcher matcher = pattern.matcher(all);
        while (matcher.find()) {
            into.add(prefix + matcher.group(1));
        }
    }

    /// Whose words they seem to be, by what only one server says; empty if they do not tell.
    Optional<Service> speaker() {
        if (text.contains("aadsts")) {
            return Optional.of(Service.ENTRA);
        }
        if (text.startsWith("-err")) {
            return Optional.of(Service.POP3);
        }
        if (text.contains("graph.microsoft") || text.contains("odata")) {
            return Optional.of(Service.GRAPH);
        }
        if (text.contains("smtp.azurecomm") || text.contains("azurecomm.net")) {
            return Optional.of(Service.ACS_SMTP);
        }
        if (text.contains("communication.azure.com")) {
            return Optional.of(Service.ACS);
        }
        if (text.contains("smtp.hve") || text.contains("smtp-hve")) {
            return Optional.of(Service.HVE);
        }
        return Optional.empty();
    }
}
