package dev.postern.advice;

import dev.postern.advice.Explanation.Fact;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.wire.BackOff;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads out of a text what can be read whoever wrote it: standard codes, ids for support, hosts.
final class Facts {

    private static final int EACH_MAX = 5;

    private static final Pattern ID =
            Pattern.compile(
                    "(?i)\\b(trace[ _]id|correlation[ _]id|request[-_]id|timestamp)[\"']?\\s*[:=]\\s*[\"']?([0-9a-f-]{8,36}(?: [0-9:]{8}Z)?)");

    private static final Pattern HOST =
            Pattern.compile("(?i)\\[?\\b([a-z0-9.-]+\\.outlook\\.com)\\b");

    /// Exchange's greeting tells its front end in base64 of UTF-16.
    private static final Pattern FRONT_END = Pattern.compile("\\[([A-Za-z0-9+/]{20,}={0,2})\\]");

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9.-]{4,253}");

    private Facts() {}

    /// @param standards whether the meaning of standard codes is wanted, as nothing better is known
    static List<Fact> in(String text, boolean standards) {
        List<Fact> facts = new ArrayList<>();
        if (standards) {
            Said.of(text).codes().stream()
                    .sorted()
                    .limit(EACH_MAX)
                    .forEach(code -> standard(code).ifPresent(facts::add));
        }
        Aadsts.codeIn(text)
                .ifPresent(code -> {
                    if (Aadsts.cause(code).isEmpty()) {
                        facts.add(
                                new Fact(
                                        "AADSTS" + code,
                                        "Not in the table; Microsoft tells what it means at https://login.microsoftonline.com/error?code="
                                                + code,
                                        false));
                    }
                });
        BackOff.suggested(text)
                .ifPresent(wait ->
                        facts.add(
                                new Fact(
                                        "wait",
                                        "The server asks for " + wait.toSeconds() + " s.",
                                        false)));
        ids(text, facts);
        hosts(text, facts);
        return facts;
    }

    private static Optional<Fact> standard(String code) {
        Optional<EnhancedStatus> status = EnhancedStatus.parse(code);
        if (status.isPresent()) {
            return Optional.of(
                    new Fact(
                            code,
                            StandardStatus.words(status.get()),
                            StandardStatus.knows(status.get())));
        }
        return Optional.of(new Fact(code, digits(code), false));
    }

    private static String digits(String code) {
        if (code.startsWith("HTTP")) {
            return switch (code.charAt(5)) {
                case '2' -> "The request was carried out.";
                case '4' -> "The server blames the request (RFC 9110 §15.5).";
                case '5' -> "The server blames itself; trying again may help (RFC 9110 §15.6).";
                default -> "Neither a success nor a failure.";
            };
        }
        return switch (code.charAt(0)) {
            case '2' -> "It was done (RFC 5321 §4.2.1).";
            case '4' -> "Not now; trying again may help (RFC 5321 §4.2.1).";
            default -> "Refused for good; the same again will be refused again (RFC 5321 §4.2.1).";
        };
    }

    private static void ids(String text, List<Fact> facts) {
        Matcher matcher = ID.matcher(text);
        for (int i = 0; i < EACH_MAX && matcher.find(); i++) {
            String name = matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("[-_]", " ");
            facts.add(new Fact(name, matcher.group(2), false));
        }
    }

    private static void hosts(String text, List<Fact> facts) {
        Matcher host = HOST.matcher(text);
        if (host.find()) {
            facts.add(new Fact("host", host.group(1), false));
        }
        Matcher frontEnd = FRONT_END.matcher(text);
        if (frontEnd.find()) {
            decoded(frontEnd.group(1)).ifPresent(name -> facts.add(new Fact("host", name, false)));
        }
    }

    private static Optional<String> decoded(String base64) {
        try {
            String name = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16LE);
            return Optional.of(name).filter(text -> HOST_NAME.matcher(text).matches());
        } catch (IllegalArgumentException _) {
            // Something else in brackets.
            return Optional.empty();
        }
    }
}
