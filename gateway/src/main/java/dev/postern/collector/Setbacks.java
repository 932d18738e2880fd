package dev.postern.collector;

import dev.postern.event.Event;
import dev.postern.queue.Ledger;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import dev.postern.queue.Shipment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages that a server announces and does not deliver: tried again later, and at last parked.
///
/// A parked one keeps whatever bytes did arrive, so that a person sees what the server had to
/// offer. On the server it stays untouched. Confined to the visit's thread.
final class Setbacks {

    private final MailboxPlan plan;
    private final Surroundings around;
    private final Tally tally;
    private final boolean barren;

    /// @param barren whether nothing may be given up, because the server delivers nothing at all
    Setbacks(MailboxPlan plan, Surroundings around, Tally tally, boolean barren) {
        this.plan = plan;
        this.around = around;
        this.tally = tally;
        this.barren = barren;
    }

    /// Notes a failed fetch.
    ///
    /// @param before the message's line in the ledger, if it has one
    /// @param remains the bytes that did arrive, if any
    void note(
            Place place,
            ServerId id,
            Optional<Ledger.Entry> before,
            String reason,
            Optional<Reception> remains)
            throws IOException, InterruptedException {
        int attempt = before.map(Ledger.Entry::attempts).orElse(0) + 1;
        boolean givenUp = attempt >= plan.bounds().attemptsMax() && !barren;
        if (givenUp) {
            park(place, id, attempt + " attempts failed; the last: " + reason, remains);
            tally.parked(id);
        } else {
            Instant next = around.clock().instant().plus(plan.bounds().waitAfter(attempt));
            around.ledger().failed(place, id, reason, next);
            tally.failed(id, next);
        }
        around.events()
                .report(
                        new Event.FetchFailed(
                                plan.name(), id.toString(), reason, attempt, givenUp));
    }

    private void park(Place place, ServerId id, String reason, Optional<Reception> remains)
            throws IOException, InterruptedException {
        try (Reception bytes = remains.isPresent() ? remains.get() : around.intake().begin()) {
            Origin origin = new Origin.Collected(place, id, around.clock().instant());
            around.intake()
                    .accept(
                            List.of(
                                    new Offer(
                                            bytes,
                                            origin,
                                            plan.name(),
                                            plan.destinations().stream()
                                                    .map(Shipment::whole)
                                                    .toList(),
                                            Optional.empty(),
                                            Optional.of(reason))));
        }
    }
}
