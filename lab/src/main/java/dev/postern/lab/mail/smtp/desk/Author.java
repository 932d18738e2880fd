package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Who a message says it is from (RFC 5322 §3.6.2).
///
/// @param from the addresses of `From`, in lower case
/// @param sender the addresses of `Sender`, likewise
record Author(List<String> from, List<String> sender) {

    static Author of(MessageSource message) throws IOException {
        Header header = Header.of(message);
        return new Author(
                addresses(header.first("From").orElse("")),
                addresses(header.first("Sender").orElse("")));
    }

    /// Several authors, and nobody who says that it was him who sent it.
    boolean isUnclear() {
        return from.size() > 1 && sender.isEmpty();
    }

    /// All who must be allowed.
    List<String> claimed() {
        List<String> all = new ArrayList<>(from);
        all.addAll(sender);
        return all;
    }

    /// The addresses of a list of mailboxes. Quoted strings and comments are no addresses; what
    /// makes no sense counts as it stands, so that it is not allowed by mistake.
    static List<String> addresses(String value) {
        List<String> addresses = new ArrayList<>();
        for (String mailbox : split(bare(value))) {
            int open = mailbox.lastIndexOf('<');
            int close = mailbox.lastIndexOf('>');
            String address =
                    open >= 0 && close > open ? mailbox.substring(open + 1, close) : mailbox;
            if (!address.isBlank()) {
                addresses.add(address.strip().toLowerCase(Locale.ROOT));
            }
        }
        return addresses;
    }

    private static String[] split(String list) {
        return list.split(",", -1);
    }

    /// Without comments, and without quoted strings that are not part of an address.
    private static String bare(String value) {
        StringBuilder bare = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && (quoted || depth > 0)) {
                i++;
            } else if (c == '"' && depth == 0) {
                quoted = !quoted;
            } else if (c == '(' && !quoted) {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (!quoted && depth == 0) {
                bare.append(c);
            }
        }
        return bare.toString();
    }
}
