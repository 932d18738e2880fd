package dev.postern.delivery.command;

import dev.postern.delivery.EnvelopeFacts;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.delivery.mime.Letterhead;
import dev.postern.queue.Origin;
import dev.postern.queue.ServerId;
import dev.postern.queue.StoredMessage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a program finds in its environment.
final class Environment {

    private static final Set<String> KEPT =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "LANG",
                    "LC_ALL",
                    "LC_CTYPE",
                    "TZ",
                    "TMPDIR",
                    "SystemRoot",
                    "TEMP",
                    "TMP");

    private Environment() {}

    /// Sets it: little of ours, and the message's `POSTERN_…`.
    static void set(Map<String, String> environment, Parcel parcel, Letterhead head) {
        environment.keySet().retainAll(KEPT);
        environment.putAll(of(parcel, head));
    }

    /* Values that come from the message, or from a server, may hold anything; a variable must not
     * hold NUL, and a line end surprises scripts. */
    static Map<String, String> of(Parcel parcel, Letterhead head) {
        StoredMessage message = parcel.message();
        Map<String, String> facts = new HashMap<>();
        facts.put("POSTERN_MESSAGE", message.id().value());
        facts.put("POSTERN_SOURCE", message.source());
        facts.put("POSTERN_ACCEPTED", message.accepted().toString());
        facts.put("POSTERN_SIZE", Long.toString(message.size()));
        facts.put("POSTERN_SHA256", message.sha256());
        message.messageId().ifPresent(id -> facts.put("POSTERN_MESSAGE_ID", Words.clean(id)));
        facts.put("POSTERN_SENDER", Words.clean(head.sender()));
        facts.put("POSTERN_SUBJECT", Words.clean(head.subject()));
        switch (message.origin()) {
            case Origin.Collected collected -> origin(facts, collected);
            case Origin.Submitted _, Origin.Report _ ->
                    EnvelopeFacts.of(parcel)
                            .forEach(
                                    (name, value) -> facts.put(variable(name), Words.clean(value)));
        }
        return facts;
    }

    private static String variable(String name) {
        return "POSTERN_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static void origin(Map<String, String> facts, Origin.Collected collected) {
        facts.put("POSTERN_MAILBOX", Words.clean(collected.place().mailbox()));
        facts.put("POSTERN_FOLDER", Words.clean(collected.place().folder()));
        facts.put("POSTERN_RECEIVED", collected.received().toString());
        switch (collected.id()) {
            case ServerId.Uid(long uid) -> {
                facts.put("POSTERN_UIDVALIDITY", Long.toString(collected.place().generation()));
                facts.put("POSTERN_UID", Long.toString(uid));
            }
            case ServerId.Uidl(String uidl) -> facts.put("POSTERN_UIDL", Words.clean(uidl));
        }
    }
}
