package dev.postern.account;

import dev.postern.protocol.mail.AddrSpec;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses of mailboxes, in the few forms that a person needs.
///
/// | text | means |
/// |---|---|
/// | `scanner@example.cz` | this address |
/// | `*@example.cz`, `@example.cz`, `example.cz` | every address of this domain, not of those below |
/// | `*@*.example.cz`, `*.example.cz` | every address of the domains below this one |
/// | `*`, `*@*` | every address |
///
/// Case does not count. An immutable value.
public record AddressPattern(String text) {

    private static final Pattern DOMAIN =
            Pattern.compile("\\*|(\\*\\.)?[\\p{L}\\p{N}\\p{M}_.:\\[\\]-]+");

    public AddressPattern {
        if (!wellFormed(text)) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no pattern of addresses. Say one address"
                            + " (scanner@example.cz), a whole domain (*@example.cz), or * for all.");
        }
    }

    private static boolean wellFormed(String text) {
        if (text.equals("*")) {
            return true;
        }
        int at = text.lastIndexOf('@');
        boolean whole = at <= 0 || (at == 1 && text.charAt(0) == '*');
        return whole
                ? DOMAIN.matcher(text.substring(at + 1)).matches()
                : AddrSpec.parse(text).isPresent();
    }

    public boolean matches(AddrSpec address) {
        return matches(text, address);
    }

    /// The address that this pattern is, if it is only one.
    static Optional<AddrSpec> address(String pattern) {
        return pattern.startsWith("*@") ? Optional.empty() : AddrSpec.parse(pattern);
    }

    /// The same for a text that may be no pattern, and then matches nothing. Makes no object: this
    /// is asked several times a message.
    static boolean matches(String pattern, AddrSpec address) {
        if (pattern.equals("*")) {
            return true;
        }
        int at = pattern.lastIndexOf('@');
        String domain = address.domain();
        if (!matches(pattern, at + 1, domain)) {
            return false;
        }
        boolean whole = at <= 0 || (at == 1 && pattern.charAt(0) == '*');
        String local = address.local();
        return whole || (at == local.length() && pattern.regionMatches(true, 0, local, 0, at));
    }

    /// Whether the part of the pattern from there on, `example.cz`, `*.example.cz` or `*`, matches
    /// a domain.
    private static boolean matches(String pattern, int from, String domain) {
        int length = pattern.length() - from;
        if (length == 1 && pattern.charAt(from) == '*') {
            return true;
        }
        if (pattern.startsWith("*.", from)) {
            int suffix = length - 1; // with its dot
            return domain.length() > suffix
                    && pattern.regionMatches(
                            true, from + 1, domain, domain.length() - suffix, suffix);
        }
        return length == domain.length()
                && pattern.regionMatches(true, from, domain, 0, domain.length());
    }

    @Override
    public String toString() {
        return text;
    }
}
