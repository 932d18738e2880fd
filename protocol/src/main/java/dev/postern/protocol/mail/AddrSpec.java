package dev.postern.protocol.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The address of a mailbox: a local part and a domain (RFC 5322 §3.4.1; RFC 5321 §4.1.2 calls it
/// Mailbox, RFC 6531 §3.3 lets both parts be UTF-8).
///
/// Two are equal if their local parts are the same and their domains differ in case at most. The
/// local part keeps its case and its quotes, since only its owner may say what they mean (RFC 5321
/// §2.4); so [#toString] is what was given, but for the domain's case.
///
/// @param local dot-atom, or quoted string with its quotes
/// @param domain in lower case: a name without a final dot, or an address literal with its brackets
public record AddrSpec(String local, String domain) {

    /// RFC 5321 §4.5.3.1.3: a path has 256 octets, of which the angle brackets are two.
    public static final int OCTETS_MAX = 254;

    /// RFC 5321 §4.5.3.1.1 has 64, but addresses made by machines are longer and do work.
    private static final int LOCAL_OCTETS_MAX = 128;

    private static final String ATOM = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern DOT_ATOM = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern QUOTED =
            Pattern.compile("\"([\\x20!#-\\[\\]-~[^\\x00-\\x7F]]|\\\\[\\x20-~])*\"");
    private static final String LABEL =
            "[\\p{L}\\p{N}]([\\p{L}\\p{N}\\p{M}_-]*[\\p{L}\\p{N}\\p{M}])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.-]+]");

    public AddrSpec {
        domain = domain.toLowerCase(Locale.ROOT);
        boolean fits =
                octets(local) <= LOCAL_OCTETS_MAX && octets(local + "@" + domain) <= OCTETS_MAX;
        boolean localForm = DOT_ATOM.matcher(local).matches() || QUOTED.matcher(local).matches();
        boolean domainForm = NAME.matcher(domain).matches() || LITERAL.matcher(domain).matches();
        if (!fits || !localForm || !domainForm) {
            throw new IllegalArgumentException("not the address of a mailbox");
        }
    }

    /// The address in this text; empty if it is none. Nothing around it is accepted: no name, no
    /// angle brackets, no blanks.
    public static Optional<AddrSpec> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > OCTETS_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AddrSpec(text.substring(0, at), text.substring(at + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The address in this text.
    ///
    /// @throws IllegalArgumentException if it is none
    public static AddrSpec of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not the address of a mailbox"));
    }

    /// Whether it can only be sent where SMTPUTF8 is offered (RFC 6531 §3.2).
    public boolean needsUtf8() {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(toString());
    }

    /// Whether both name the same mailbox as practically every server sees it: the case of the
    /// local part does not count either.
    public boolean sameMailbox(AddrSpec other) {
        return domain.equals(other.domain) && local.equalsIgnoreCase(other.local);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// As it stands between the angle brackets of a path.
    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
