package dev.postern.collector;

import dev.postern.event.Event;
import dev.postern.queue.Ledger;
import dev.postern.queue.Place;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to do when a server has given new ids to its messages: neither flood nor skip, and say so.
///
/// IMAP announces it by a new UIDVALIDITY (RFC 3501 §2.3.1.1). POP3 cannot: there it is inferred
/// when messages are kept on the server, and of all that were there none is listed any more.
/// Confined to the visit's thread.
final class Renumbering {

    private final Ledger ledger;
    private final Place old;
    private final Place now;
    private final Rematch rematch;

    private Renumbering(Ledger ledger, Place old, Place now, Rematch rematch) {
        this.ledger = ledger;
        this.old = old;
        this.now = now;
        this.rematch = rematch;
    }

    /// Compares the folder's generation with the last one seen, and carries over what is certainly
    /// the same.
    static Renumbering find(
            MailboxPlan plan, Surroundings around, Session session, List<ServerId> listed)
            throws IOException {
        Ledger ledger = around.ledger();
        Place now = session.place();
        Optional<Long> before = ledger.generation(now.mailbox(), now.folder());
        if (before.isPresent() && before.get() != now.generation()) {
            Place old = new Place(now.mailbox(), now.folder(), before.get());
            Rematch rematch = Rematch.between(ledger.fingerprints(old), session.candidates(listed));
            ledger.rematch(old, now, rematch.certain());
            int matched = rematch.certain().size();
            around.events()
                    .report(
                            new Event.Renumbered(
                                    plan.name(),
                                    old.generation(),
                                    now.generation(),
                                    matched,
                                    listed.size() - matched));
            return new Renumbering(ledger, old, now, rematch);
        }
        if (now.generation() == 0
                && plan.after() instanceof MailboxPlan.After.Keep
                && noneIsKnown(ledger.entries(now), listed)) {
            around.events().report(new Event.Renumbered(plan.name(), 0, 0, 0, listed.size()));
            return new Renumbering(ledger, now, now, Rematch.byBytes(ledger.fingerprints(now)));
        }
        return new Renumbering(ledger, now, now, Rematch.none());
    }

    private static boolean noneIsKnown(Map<ServerId, Ledger.Entry> entries, List<ServerId> listed) {
        return !entries.isEmpty()
                && !listed.isEmpty()
                && listed.stream().noneMatch(entries::containsKey);
    }

    /// Whether the fetched message was taken before under another id. If so its ledger line now has
    /// the new id.
    boolean recognised(Fetched.Whole message) throws IOException {
        Optional<ServerId> before = rematch.recognise(message);
        if (before.isPresent()) {
            ledger.rematch(old, now, Map.of(before.get(), message.id()));
        }
        return before.isPresent();
    }
}
