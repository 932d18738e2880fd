package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.Notify;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What RCPT says besides the recipient (RFC 3461 §4.1, §4.2).
record RcptParameters(Set<Notify> wishes, Optional<String> original) {

    private static final int ORIGINAL_MAX = 500;

    /// xtext, or with a type of `utf-8` the encoding of RFC 6533 §3, which may be UTF-8 itself.
    private static final Pattern ORIGINAL =
            Pattern.compile("[A-Za-z0-9-]+;([!-*,-<>-~[^\\x00-\\x7f]]|\\+[0-9A-F]{2})+");

    static RcptParameters of(Map<String, String> given) throws BadParameterException {
        Set<Notify> wishes = EnumSet.noneOf(Notify.class);
        Optional<String> original = Optional.empty();
        for (Map.Entry<String, String> parameter : given.entrySet()) {
            switch (parameter.getKey()) {
                case "NOTIFY" -> wishes = wishes(parameter.getValue());
                case "ORCPT" -> original = Optional.of(original(parameter.getValue()));
                default -> throw Parameters.unknown();
            }
        }
        return new RcptParameters(wishes, original);
    }

    private static Set<Notify> wishes(String value) throws BadParameterException {
        Set<Notify> wishes = EnumSet.noneOf(Notify.class);
        for (String wish : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            wishes.add(
                    switch (wish) {
                        case "NEVER" -> Notify.NEVER;
                        case "SUCCESS" -> Notify.SUCCESS;
                        case "FAILURE" -> Notify.FAILURE;
                        case "DELAY" -> Notify.DELAY;
                        default -> throw Parameters.wrong("NOTIFY does not know that");
                    });
        }
        if (wishes.contains(Notify.NEVER) && wishes.size() > 1) {
            throw Parameters.wrong("NOTIFY=NEVER stands alone");
        }
        return wishes;
    }

    private static String original(String value) throws BadParameterException {
        if (value.length() > ORIGINAL_MAX || !ORIGINAL.matcher(value).matches()) {
            throw Parameters.wrong("ORCPT takes a type, a semicolon and an address in xtext");
        }
        return value;
    }
}
