package dev.postern.queue;

import java.util.Locale;

/// A folder of a mailbox in one generation: the scope in which a server's message ids are unique.
///
/// @param mailbox the mailbox's address, in lower case; not the name it has in the settings, so
///   that renaming an entry does not collect its messages again
/// @param folder the folder's name as the server has it; `INBOX` for POP3
/// @param generation UIDVALIDITY (RFC 3501 §2.3.1.1); 0 for POP3, whose UIDLs have none (RFC 1939
///   §7)
public record Place(String mailbox, String folder, long generation) {

    public Place {
        mailbox = mailbox.toLowerCase(Locale.ROOT);
        if (mailbox.isEmpty() || folder.isEmpty() || generation < 0) {
            throw new IllegalArgumentException(
                    "not a place: " + mailbox + "/" + folder + "/" + generation);
        }
    }
}
