package dev.postern.collector;

import dev.postern.queue.Ledger;
import dev.postern.queue.Place;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a visit would take, found out without changing anything here or on the server.
///
/// @param there messages in the folder
/// @param settled messages that are settled already, or would be skipped by a first visit
/// @param wanted messages that would be taken, oldest first
/// @param renumbered whether the folder has another UIDVALIDITY than on the last visit, so that the
///   real visit will recognise some of these
public record Preview(int there, int settled, List<Item> wanted, boolean renumbered) {

    public Preview {
        wanted = List.copyOf(wanted);
    }

    /// A message that would be taken.
    ///
    /// @param id the server's id
    /// @param received when the server got it; empty if it does not say
    public record Item(String id, Optional<Instant> received, Optional<String> messageId) {}

    static Preview of(MailboxPlan plan, Sessions sessions, Surroundings around)
            throws IOException, InterruptedException {
        Instant end = around.clock().instant().plus(plan.bounds().visitMax());
        try (Session session = sessions.open(end)) {
            List<ServerId> ids = session.list().ids();
            Place place = session.place();
            Optional<Long> before = around.ledger().generation(place.mailbox(), place.folder());
            if (before.isEmpty() && plan.start() == MailboxPlan.Start.NOW) {
                return new Preview(ids.size(), ids.size(), List.of(), false);
            }
            Map<ServerId, Ledger.Entry> entries = around.ledger().entries(place);
            List<ServerId> wanted = new ArrayList<>();
            for (ServerId id : ids) {
                Ledger.Entry entry = entries.get(id);
                if (entry == null || entry.state() == Ledger.State.PENDING) {
                    wanted.add(id);
                }
            }
            List<Item> items = new ArrayList<>();
            for (Ledger.Glimpse one : session.candidates(wanted)) {
                Optional<Instant> received =
                        Optional.of(one.received()).filter(at -> !at.equals(Instant.EPOCH));
                items.add(new Item(one.id().toString(), received, one.messageId()));
            }
            session.leave();
            boolean renumbered = before.isPresent() && before.get() != place.generation();
            return new Preview(ids.size(), ids.size() - wanted.size(), items, renumbered);
        }
    }
}
