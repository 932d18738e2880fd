package dev.postern.protocol.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The parameters of MAIL and RCPT (RFC 5321 §4.1.2), before anybody asks what they mean.
final class Parameters {

    private static final int COUNT_MAX = 16;

    /// RFC 3461 §4.
    private static final Pattern XTEXT = Pattern.compile("([!-*,-<>-~]|\\+[0-9A-F]{2})*");

    private Parameters() {}

    /// Keywords in upper case with their values; a keyword without `=` has an empty value.
    ///
    /// @param extended whether the client has said EHLO, without which there are no parameters
    static Map<String, String> read(String text, boolean extended) throws BadParameterException {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return parameters;
        }
        if (!extended) {
            throw new BadParameterException(Replies.parameter("Parameters need EHLO"));
        }
        for (String parameter : text.split(" +", COUNT_MAX + 1)) {
            int equals = parameter.indexOf('=');
            String keyword = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (parameters.put(keyword.toUpperCase(Locale.ROOT), value) != null) {
                throw wrong("A parameter appears twice");
            }
        }
        if (parameters.size() > COUNT_MAX) {
            throw wrong("Too many parameters");
        }
        return parameters;
    }

    /// A value in xtext, as it is.
    static String xtext(String keyword, String value, int max) throws BadParameterException {
        if (value.isEmpty() || value.length() > max || !XTEXT.matcher(value).matches()) {
            throw wrong(keyword + " takes xtext of up to " + max + " characters");
        }
        return value;
    }

    static BadParameterException wrong(String text) {
        return new BadParameterException(Replies.syntax(text));
    }

    static BadParameterException unknown() {
        return new BadParameterException(Replies.parameter("A parameter is not known here"));
    }
}
