package dev.postern.relay;

import dev.postern.protocol.mail.AddrSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the value of a From or Sender field (RFC 5322 §3.4), as far as it can be read.
///
/// It takes groups, comments, source routes and what devices write instead of an address, and never
/// fails. An entry without an address that can be recognised is given as such, so that whoever asks
/// what is allowed does not overlook it. Confined to one thread; used once.
final class Mailboxes {

    /// A From field with more is not written by anybody.
    private static final int ENTRIES_MAX = 100;

    private static final String UNREADABLE = "";

    /// One author.
    ///
    /// @param name the display name as it is written, quotes and encoded words included; empty for
    ///   none
    /// @param address empty if there is none to be recognised
    record Mailbox(String name, Optional<AddrSpec> address) {}

    private final String text;
    private final List<Mailbox> found = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private Optional<String> angle = Optional.empty();

    /// How much of `plain` stood before the angle brackets.
    private int named;

    private int at;

    private Mailboxes(String text) {
        this.text = text;
    }

    /// All authors in this value, unfolded or not.
    static List<Mailbox> parse(String value) {
        return new Mailboxes(value.replace("\r\n", "")).read();
    }

    private List<Mailbox> read() {
        while (at < text.length() && found.size() < ENTRIES_MAX) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> plain.append(quoted());
                case '(' -> comment();
                case '<' -> {
                    // Of two that follow each other some readers take the first, some the last.
                    String inside = angle();
                    angle = Optional.of(angle.isEmpty() ? inside : UNREADABLE);
                    named = plain.length();
                }
                case ',', ';' -> {
                    at++;
                    finish();
                }
                case ':' -> {
                    at++;
                    angle = angle.map(_ -> UNREADABLE);
                    plain.setLength(0); // what was before it names a group
                    named = 0;
                }
                default -> {
                    plain.append(c);
                    at++;
                }
            }
        }
        finish();
        if (at < text.length()) {
            found.add(new Mailbox("", Optional.empty())); // nobody knows who else
        }
        return found;
    }

    /// A quoted string with its quotes; to the end if it does not end.
    private String quoted() {
        int from = at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
        return text.substring(from, at);
    }

    /// Keeps the text of the last outermost comment: some write the name into it.
    private void comment() {
        comment.setLength(0);
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                comment.append(text.charAt(at++));
            } else if (c == ')' && --depth == 0) {
                return;
            } else if (c != '(' || depth++ > 0) {
                comment.append(c);
            }
        }
    }

    /// What is between the angle brackets; to the end if they do not close.
    private String angle() {
        StringBuilder inside = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '>') {
            if (text.charAt(at) == '"') {
                inside.append(quoted());
            } else {
                inside.append(text.charAt(at++));
            }
        }
        at = Math.min(at + 1, text.length());
        return inside.toString();
    }

    private void finish() {
        String words = plain.toString().strip();
        if (angle.isPresent()) {
            // Some readers take what looks like an address behind the angle brackets for one.
            boolean another = plain.indexOf("@", named) >= 0;
            found.add(new Mailbox(words, address(another ? UNREADABLE : angle.get())));
        } else if (!words.isEmpty()) {
            Optional<AddrSpec> address = address(words);
            found.add(
                    new Mailbox(address.isPresent() ? comment.toString().strip() : words, address));
        }
        plain.setLength(0);
        comment.setLength(0);
        angle = Optional.empty();
        named = 0;
    }

    /// The address in this text, with a source route (obsolete, RFC 5322 §4.4) or without.
    private static Optional<AddrSpec> address(String text) {
        String bare = text.strip();
        if (bare.startsWith("@") && bare.indexOf(':') > 0) {
            bare = bare.substring(bare.indexOf(':') + 1).strip();
        }
        return AddrSpec.parse(bare);
    }
}
