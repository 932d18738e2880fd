package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.Envelope;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What MAIL says besides the sender.
///
/// @param size of the message, as the client sees it (RFC 1870 §6)
record MailParameters(Envelope.Options options, OptionalLong size) {

    /// RFC 1870 §3 has 20, but no message is so large.
    private static final int SIZE_DIGITS_MAX = 18;

    /// RFC 3461 §4.4.
    private static final int ENVELOPE_ID_MAX = 100;

    /// RFC 4954 §5, with room for an address in xtext.
    private static final int SUBMITTER_MAX = 500;

    static MailParameters of(Map<String, String> given) throws BadParameterException {
        OptionalLong size = OptionalLong.empty();
        Optional<String> envelopeId = Optional.empty();
        Optional<Envelope.Returned> returned = Optional.empty();
        boolean eightBit = false;
        boolean utf8 = false;
        for (Map.Entry<String, String> parameter : given.entrySet()) {
            String value = parameter.getValue();
            switch (parameter.getKey()) {
                case "SIZE" -> size = OptionalLong.of(size(value));
                case "BODY" -> eightBit = eightBit(value);
                case "SMTPUTF8" -> utf8 = flag(value);
                case "RET" -> returned = Optional.of(returned(value));
                case "ENVID" ->
                        envelopeId = Optional.of(Parameters.xtext("ENVID", value, ENVELOPE_ID_MAX));
                // Who submitted it elsewhere: we trust nobody about that, which RFC 4954 §5 allows.
                case "AUTH" -> Parameters.xtext("AUTH", value, SUBMITTER_MAX);
                default -> throw Parameters.unknown();
            }
        }
        return new MailParameters(new Envelope.Options(envelopeId, returned, eightBit, utf8), size);
    }

    private static long size(String value) throws BadParameterException {
        if (value.length() > SIZE_DIGITS_MAX || !value.matches("[0-9]+")) {
            throw Parameters.wrong("SIZE takes a number of octets");
        }
        return Long.parseLong(value);
    }

    /// BINARYMIME is not offered (RFC 3030 §3).
    private static boolean eightBit(String value) throws BadParameterException {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "8BITMIME" -> true;
            case "7BIT" -> false;
            default -> throw Parameters.wrong("BODY is 7BIT or 8BITMIME");
        };
    }

    private static boolean flag(String value) throws BadParameterException {
        if (!value.isEmpty()) {
            throw Parameters.wrong("SMTPUTF8 takes no value");
        }
        return true;
    }

    private static Envelope.Returned returned(String value) throws BadParameterException {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> Envelope.Returned.FULL;
            case "HDRS" -> Envelope.Returned.HEADERS;
            default -> throw Parameters.wrong("RET is FULL or HDRS");
        };
    }
}
