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

    /// Beyond ASCII without control characters and halves of pairs, which UTF-8 has no octets for.
    private static final Pattern QUOTED =
            Pattern.compile(
                    "\"([\\x20!#-\\[\\]-~[^\\x00-\\x9F\\x{D800}-\\x{DFFF}]]|\\\\[\\x20-~])*\"");

    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.-]+]");

    /// What an atom may have besides letters and digits (RFC 5322 §3.2.3).
    private static final String ATOM_SIGNS = "!#$%&'*+/=?^_`{|}~-";

    public AddrSpec {
        domain = domain.toLowerCase(Locale.ROOT);
        int octets = octets(local);
        boolean fits = octets <= LOCAL_OCTETS_MAX && octets + 1 + octets(domain) <= OCTETS_MAX;
        boolean localForm = isDotAtom(local) || QUOTED.matcher(local).matches();
        boolean domainForm = isName(domain) || LITERAL.matcher(domain).matches();
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
        return toString().chars().anyMatch(c -> c > 127);
    }

    /// Whether both name the same mailbox as practically every server sees it: the case of the
    /// local part does not count either.
    public boolean sameMailbox(AddrSpec other) {
        return domain.equals(other.domain) && local.equalsIgnoreCase(other.local);
    }

    /* Each address is read several times on its way through, so the two usual forms are told by
     * hand. */

    private static boolean isDotAtom(String text) {
        int before = '.';
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == '.' ? before == '.' : !isWord(c) && ATOM_SIGNS.indexOf(c) < 0) {
                return false;
            }
            before = c;
            at += Character.charCount(c);
        }
        return before != '.';
    }

    /// Labels with dots between; each begins with a letter or digit and ends with one, or with a
    /// mark that belongs to it.
    private static boolean isName(String text) {
        int before = '.';
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            boolean begins = before == '.';
            boolean fits =
                    c == '.'
                            ? isWord(before)
                            : begins ? isWord(c) && !isMark(c) : isWord(c) || c == '-' || c == '_';
            if (!fits) {
                return false;
            }
            before = c;
            at += Character.charCount(c);
        }
        return isWord(before);
    }

    private static boolean isWord(int c) {
        if (c < 128) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
        return Character.isLetter(c) || isNumber(c) || isMark(c);
    }

    private static boolean isNumber(int c) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    true;
            default -> false;
        };
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default -> false;
        };
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
