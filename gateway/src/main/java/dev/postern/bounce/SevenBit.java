package dev.postern.bounce;

import dev.postern.protocol.mail.AddrSpec;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses and words in the seven bits of a delivery status (RFC 3464, RFC 6533 §3).
final class SevenBit {

    private static final Pattern XTEXT = Pattern.compile("\\+([0-9A-F]{2})");

    private SevenBit() {}

    /// An address with its type: `rfc822; a@example.cz`, or `utf-8; \x{17E}@example.cz`.
    static String address(AddrSpec address) {
        return address.needsUtf8() ? "utf-8; " + unicode(address.toString()) : "rfc822; " + address;
    }

    /// An ORCPT parameter: its type as it is, its address decoded.
    static String original(String parameter) {
        int semicolon = parameter.indexOf(';');
        if (semicolon < 0) {
            return "rfc822; " + words(xtext(parameter));
        }
        String type = parameter.substring(0, semicolon);
        String address = parameter.substring(semicolon + 1);
        return type.equalsIgnoreCase("utf-8")
                ? "utf-8; " + unicode(address)
                : words(type) + "; " + words(xtext(address));
    }

    /* What is written as \x{…} already stays so; a backslash has no other use there. */
    private static String unicode(String address) {
        StringBuilder seven = new StringBuilder();
        address.codePoints()
                .forEach(c -> {
                    if (c > ' ' && c < 0x7f && c != '+' && c != '=') {
                        seven.append((char) c);
                    } else {
                        seven.append("\\x{")
                                .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                                .append('}');
                    }
                });
        return seven.toString();
    }

    /// Decodes xtext (RFC 3461 §4); what is not well-formed stays as it is.
    static String xtext(String encoded) {
        Matcher hex = XTEXT.matcher(encoded);
        return hex.replaceAll(found ->
                Matcher.quoteReplacement(
                        Character.toString((char) Integer.parseInt(found.group(1), 16))));
    }

    /// Words on one line, in ASCII.
    static String words(String text) {
        StringBuilder seven = new StringBuilder();
        text.codePoints().forEach(c -> seven.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return seven.toString().strip();
    }

    /// Whether all octets are text that needs no encoding: no line too long (RFC 5322 §2.1.1),
    /// nothing but ASCII, no line end but CRLF.
    static boolean plain(byte[] octets) {
        int column = 0;
        for (int i = 0; i < octets.length; i++) {
            boolean end = octets[i] == '\n';
            boolean paired = i > 0 && octets[i - 1] == '\r';
            if (octets[i] <= 0 || end != paired || ++column > 1_000) {
                return false;
            }
            column = end ? 0 : column;
        }
        return octets.length == 0 || octets[octets.length - 1] != '\r';
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
