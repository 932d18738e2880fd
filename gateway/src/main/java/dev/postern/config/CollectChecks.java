package dev.postern.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Looks at what does not go together in the mailboxes.
///
/// @param bound where the keys are
record CollectChecks(Bound bound, Map<String, Destination> known) {

    private static final String INBOX = "INBOX";
    private static final String IMAP_INSTEAD = "`protocol: imap`, if the mailbox allows it";

    void run(Map<String, Collect> entries) {
        var first = new HashMap<List<String>, String>();
        entries.forEach((name, entry) -> {
            String key = "collect." + name;
            String twin = first.putIfAbsent(identity(entry), name);
            if (twin != null) {
                twice(key, twin);
            }
            destinations(entry, key);
            if (entry.protocol() == Collect.Protocol.POP3) {
                pop3(entry, key);
            }
            if (entry.after() instanceof Collect.After.Move(String folder)
                    && folder(folder).equals(folder(entry.folder()))) {
                bound.error(
                        key + ".after.move",
                        "messages would be moved to the folder they are in",
                        "another folder than " + Printable.quote(entry.folder()),
                        "");
            }
        });
    }

    private void twice(String key, String twin) {
        bound.error(
                key,
                "the same mailbox, folder and protocol as `collect." + twin + "`",
                "each of them once",
                "to hand messages to several destinations, list them in one entry: `to: [a, b]`");
    }

    /// Exchange compares addresses and the name INBOX without regard to case.
    private static List<String> identity(Collect entry) {
        return List.of(
                entry.mailbox().text().toLowerCase(Locale.ROOT),
                folder(entry.folder()),
                entry.protocol().name());
    }

    private static String folder(String folder) {
        return folder.equalsIgnoreCase(INBOX) ? INBOX : folder;
    }

    private void destinations(Collect entry, String key) {
        var seen = new HashSet<String>();
        for (int i = 0; i < entry.to().size(); i++) {
            Destination destination = known.get(entry.to().get(i));
            if (destination != null && destination.kind() instanceof Way) {
                bound.error(
                        key + ".to" + (bound.has(key + ".to[" + i + "]") ? "[" + i + "]" : ""),
                        "a collected message has no envelope that it could be sent on with",
                        "a folder, a maildir, a webhook or a command",
                        "");
            }
            if (!seen.add(entry.to().get(i))) {
                bound.error(
                        key + ".to[" + i + "]",
                        "the destination is in the list twice",
                        "each destination once",
                        "");
            }
        }
    }

    private void pop3(Collect entry, String key) {
        if (entry.idle()) {
            bound.error(key + ".idle", "POP3 knows no IDLE", "`idle: false`", IMAP_INSTEAD);
        }
        if (!folder(entry.folder()).equals(INBOX)) {
            bound.error(
                    key + ".folder",
                    "POP3 shows no folder but INBOX",
                    "`folder: INBOX`",
                    IMAP_INSTEAD);
        }
        boolean possible =
                switch (entry.after()) {
                    case Collect.After.Delete _, Collect.After.Keep _ -> true;
                    case Collect.After.Seen _, Collect.After.Move _ -> false;
                };
        if (!possible) {
            bound.error(
                    key + ".after",
                    "POP3 can neither mark messages as seen nor move them",
                    "`after: delete` or `after: keep`",
                    IMAP_INSTEAD);
        }
        if (entry.limits().connections() > 1) {
            bound.error(
                    key + ".limits.connections",
                    "POP3 locks the mailbox: there can be only one connection",
                    "1",
                    IMAP_INSTEAD);
        }
    }
}
