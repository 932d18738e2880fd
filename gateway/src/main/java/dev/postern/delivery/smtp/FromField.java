package dev.postern.delivery.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.DisplayName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The value of a From field (RFC 5322 §3.6.2), as it stands in the header: folded, encoded, one
/// character an octet. A value.
///
/// @param raw what follows the colon, without the last CRLF
record FromField(String raw) {

    /// The From field that names another address, with the name of the first author.
    String as(AddrSpec account) {
        String name = DisplayName.before(displayName());
        String address =
                new String(
                        account.toString().getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);
        return name.isEmpty() ? " " + address : " " + name + "<" + address + ">";
    }

    /// Whether it names this address and no other.
    boolean names(AddrSpec account) {
        return !hasSeveral()
                && address().flatMap(AddrSpec::parse).filter(account::sameMailbox).isPresent();
    }

    private Optional<String> address() {
        int open = find('<', 0);
        int close = open < 0 ? -1 : raw.indexOf('>', open);
        String text =
                open < 0 ? withoutComments() : close < 0 ? "" : raw.substring(open + 1, close);
        String stripped = text.strip();
        return stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
    }

    private boolean hasSeveral() {
        return find(',', 0) >= 0 || find(';', 0) >= 0;
    }

    /// The name as it stands, on one line: a phrase before the angle, or the comment that old
    /// programs put behind the address; empty if there is none.
    private String displayName() {
        int open = find('<', 0);
        String name = open >= 0 ? afterGroupName(raw.substring(0, open)) : comment();
        return name.replaceAll("[\\r\\n]+", "").strip();
    }

    /// A group has its own name, and a colon, before its members.
    private static String afterGroupName(String phrase) {
        FromField before = new FromField(phrase);
        int start = Math.max(before.findLast(':'), before.findLast(','));
        return phrase.substring(start + 1);
    }

    private String comment() {
        int open = raw.indexOf('(');
        int close = raw.indexOf(')', Math.max(open, 0));
        String text = open < 0 || close < 0 ? "" : raw.substring(open + 1, close).strip();
        boolean encoded = text.startsWith("=?") && text.endsWith("?=");
        return text.isEmpty() || encoded
                ? text
                : '"' + text.replace("\\", "").replace("\"", "") + '"';
    }

    private String withoutComments() {
        return raw.replaceAll("\\([^()]*\\)", "");
    }

    private int findLast(char sought) {
        int last = -1;
        for (int at = find(sought, 0); at >= 0; at = find(sought, at + 1)) {
            last = at;
        }
        return last;
    }

    /// Where a character stands outside of quoted strings, comments and angles; -1 if nowhere.
    private int find(char sought, int from) {
        boolean quoted = false;
        boolean angled = false;
        int comments = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                i++;
            } else if (quoted) {
                quoted = c != '"';
            } else if (i >= from && c == sought && comments == 0 && !angled) {
                return i;
            } else if (c == '(' || c == ')') {
                comments = Math.max(0, comments + (c == '(' ? 1 : -1));
            } else if (comments == 0) {
                quoted = c == '"';
                angled = c == '<' || (angled && c != '>');
            }
        }
        return -1;
    }
}
