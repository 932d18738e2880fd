package dev.postern.doctor;

import dev.postern.advice.Circumstance;
import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// What worked in this examination, which bears on what did not. Safe for use by many threads.
final class Experience {

    private static final Set<Service> MAILBOXES = EnumSet.of(Service.IMAP, Service.POP3);

    private final Set<Opened> opened = ConcurrentHashMap.newKeySet();

    private record Opened(Service service, String client, String mailbox) {}

    /// An application opened a mailbox, with proof: more than a sign-in.
    void opened(Service service, Names names) {
        opened.add(new Opened(service, names.clientId(), names.mailbox()));
    }

    /// The evidence with what was seen elsewhere.
    Evidence bearingOn(Evidence evidence) {
        Service service = evidence.service();
        Names names = evidence.names();
        Evidence all = evidence;
        if (any(
                names,
                one -> isAlike(one.service(), service) && !one.mailbox().equals(names.mailbox()))) {
            all = all.with(Circumstance.OTHER_MAILBOX_WORKS);
        }
        if (any(names, one -> one.service() != service && one.mailbox().equals(names.mailbox()))) {
            all = all.with(Circumstance.OTHER_PROTOCOL_WORKS);
        }
        return all;
    }

    /// Whether who is known to one is known to the other: an application is registered in Exchange
    /// once for IMAP and POP3.
    private static boolean isAlike(Service one, Service other) {
        return one == other || (MAILBOXES.contains(one) && MAILBOXES.contains(other));
    }

    private boolean any(Names names, Predicate<Opened> condition) {
        return opened.stream()
                .filter(one -> one.client().equals(names.clientId()))
                .anyMatch(condition);
    }
}
