package dev.postern.lab.graph;

import dev.postern.lab.mail.store.Header;
import java.util.ArrayList;
import java.util.List;

/// Addresses in a header field (RFC 5322 §3.4), read with patience: display names, comments and
/// groups are passed over.
final class Addressees {

    private Addressees() {}

    /// The bare addresses in all fields of this name, in their order.
    static List<String> in(Header header, String name) {
        return header.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .flatMap(field -> of(field.value()).stream())
                .toList();
    }

    /// The bare addresses in a list of mailboxes and groups.
    static List<String> of(String list) {
        List<String> found = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '\\' && i + 1 < list.length() && (quoted || depth > 0)) {
                if (depth == 0) {
                    one.append(c).append(list.charAt(i + 1));
                }
                i++;
            } else if (quoted) {
                quoted = c != '"';
                one.append(c);
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                quoted = c == '"';
                if (c == ',' || c == ';') {
                    add(one.toString(), found);
                    one.setLength(0);
                } else {
                    one.append(c);
                }
            }
        }
        add(one.toString(), found);
        return found;
    }

    private static void add(String mailbox, List<String> found) {
        int open = outsideQuotes(mailbox, '<');
        String bare;
        if (open >= 0) {
            int close = mailbox.indexOf('>', open);
            bare = mailbox.substring(open + 1, close < 0 ? mailbox.length() : close);
        } else {
            bare = mailbox.substring(outsideQuotes(mailbox, ':') + 1);
        }
        String address = bare.strip();
        if (!address.isEmpty()) {
            found.add(address);
        }
    }

    private static int outsideQuotes(String text, char wanted) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
