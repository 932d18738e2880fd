package dev.postern.collector;

import dev.postern.event.Event;
import dev.postern.queue.Ledger;
import dev.postern.queue.Place;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What to do when a server has given new ids to its messages: neither flood nor skip, and say so.
///
/// IMAP announces it by a new UIDVALIDITY (RFC 3501 §2.3.1.1). POP3 cannot: there it is inferred
/// when messages are kept on the server: a new one that has the bytes and the Message-ID of one
/// that was taken and is no longer listed is that one. Confined to the visit's thread.
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
            return carriedOver(plan, around, session, old, listed);
        }
        if (now.generation() == 0 && plan.after() instanceof MailboxPlan.After.Keep) {
            return inferred(plan, around, now, listed);
        }
        return new Renumbering(ledger, now, now, Rematch.none());
    }

    /// May be the second attempt, after one that ended in the middle: then some messages are in the
    /// ledger under their new ids already.
    private static Renumbering carriedOver(
            MailboxPlan plan,
            Surroundings around,
            Session session,
            Place old,
            List<ServerId> listed)
            throws IOException {
        Ledger ledger = around.ledger();
        Place now = session.place();
        Map<ServerId, Ledger.Entry> entries = ledger.entries(now);
        List<ServerId> open = listed.stream().filter(id -> !entries.containsKey(id)).toList();
        // Between the protocols there is no common date: POP3 tells none.
        boolean dated = old.generation() != 0 && now.generation() != 0;
        Rematch rematch =
                dated
                        ? Rematch.between(
                                ledger.fingerprints(old),
                                ledger.skipped(old),
                                session.candidates(open))
                        : Rematch.byBytes(ledger.fingerprints(old));
        int matched = rematch.certain().size();
        if (entries.isEmpty()) {
            around.events()
                    .report(
                            new Event.Renumbered(
                                    plan.name(),
                                    old.generation(),
                                    now.generation(),
                                    matched,
                                    listed.size() - matched));
        }
        ledger.rematch(old, now, rematch.certain());
        return new Renumbering(ledger, old, now, rematch);
    }

    /// Without a generation to tell by: what is new may be what is no longer listed.
    private static Renumbering inferred(
            MailboxPlan plan, Surroundings around, Place now, List<ServerId> listed)
            throws IOException {
        Ledger ledger = around.ledger();
        Map<ServerId, Ledger.Entry> entries = ledger.entries(now);
        Set<ServerId> there = new HashSet<>(listed);
        if (entries.isEmpty() || entries.keySet().containsAll(there)) {
            return new Renumbering(ledger, now, now, Rematch.none());
        }
        if (there.stream().noneMatch(entries::containsKey)) {
            around.events().report(new Event.Renumbered(plan.name(), 0, 0, 0, listed.size()));
        }
        List<Ledger.Fingerprint> gone =
                ledger.fingerprints(now).stream().filter(one -> !there.contains(one.id())).toList();
        return new Renumbering(ledger, now, now, Rematch.byBytes(gone));
    }

    /// Whether some messages can be recognised only when they have been fetched.
    boolean looksAtBytes() {
        return rematch.looksAtBytes();
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
