package dev.postern.protocol.imap;

import java.util.Set;

/// A mailbox as LIST shows it (RFC 3501 §7.2.2).
///
/// @param name its name, decoded
/// @param delimiter what separates the levels of names; empty if there are none
/// @param attributes such as `\Noselect`
public record Folder(String name, String delimiter, Set<String> attributes) {

    public Folder {
        attributes = Set.copyOf(attributes);
    }
}
