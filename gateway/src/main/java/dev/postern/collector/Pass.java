package dev.postern.collector;

import dev.postern.event.Event;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Ledger;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import dev.postern.queue.Shipment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The part of a [Visit] that happens in one session: one walk through the folder.
///
/// Confined to the visit's thread.
final class Pass {

    /// Batches asked for before the first of them is received: enough to keep a distant server
    /// busy.
    private static final int AHEAD = 2;

    private final MailboxPlan plan;
    private final Surroundings around;
    private final Session session;
    private final Tally tally;
    private final Setbacks setbacks;
    private final Course course;
    private final Place place;

    private final Deque<List<ServerId>> toAsk = new ArrayDeque<>();
    private final Deque<List<ServerId>> asked = new ArrayDeque<>();
    private Map<ServerId, Ledger.Entry> entries = Map.of();

    Pass(MailboxPlan plan, Surroundings around, Session session, Course course) {
        this.plan = plan;
        this.around = around;
        this.session = session;
        this.course = course;
        this.tally = course.tally();
        this.setbacks = new Setbacks(plan, around, tally, course.barren());
        this.place = session.place();
    }

    /// Walks through the folder.
    ///
    /// @return false if there is more to do and the session should be replaced by one with a fresh
    ///   token
    boolean run(Instant end) throws IOException, InterruptedException {
        tally.beginPass();
        Session.Listing listing = session.list();
        reportAmbiguous(listing.ambiguous());
        if (firstVisitSkips(listing.ids())) {
            return true;
        }
        Renumbering renumbering = Renumbering.find(plan, around, session, listing.ids());
        entries = around.ledger().entries(place);
        settleWhatIsGone(new HashSet<>(listing.ids()));
        if (!renumbering.looksAtBytes()) {
            noteVisit();
        }

        List<ServerId> wanted = sort(listing.ids());
        int room = Math.max(0, plan.bounds().messagesMax() - tally.takenSoFar());
        tally.postponed(Math.max(0, wanted.size() - room));
        wanted = wanted.subList(0, Math.min(room, wanted.size()));
        around.events().report(new Event.Listed(plan.name(), listing.ids().size(), wanted.size()));
        ask(wanted);
        boolean allAsked = receiveAll(renumbering, end);
        confirm(session.finished());
        if (tally.report().left() == 0) {
            noteVisit();
        }
        return allAsked;
    }

    /// From now on the folder's generation is this one.
    private void noteVisit() throws IOException {
        Optional<Long> last = around.ledger().generation(place.mailbox(), place.folder());
        if (last.isEmpty() || last.get() != place.generation()) {
            around.ledger().visited(place);
        }
    }

    /// The message that was being received alone when the session broke, if it was alone.
    Optional<ServerId> aloneInHand() {
        List<ServerId> batch = asked.peek();
        return batch != null && batch.size() == 1
                ? Optional.of(batch.getFirst())
                : Optional.empty();
    }

    /// The messages of the batch that was being received when the session broke.
    List<ServerId> inHand() {
        List<ServerId> batch = asked.peek();
        return batch == null ? List.of() : batch;
    }

    /// Notes that the session broke while this message was being received alone.
    void brokeTheSession(ServerId id, String how) throws IOException, InterruptedException {
        setbacks.note(
                place,
                id,
                Optional.ofNullable(entries.get(id)),
                "the session ended while it was fetched: " + how,
                Optional.empty());
    }

    /// Confirms in the ledger what the server has confirmed to us.
    void confirm(Collection<? extends ServerId> ids) throws IOException {
        if (!ids.isEmpty()) {
            around.crash().reached("told");
            around.ledger().confirm(place, ids);
            tally.finished(ids);
        }
    }

    private void reportAmbiguous(List<String> ambiguous) {
        String subject = MailboxAlarms.ambiguous(plan.name());
        if (ambiguous.isEmpty()) {
            around.events().report(new Event.AlarmCleared(subject));
            return;
        }
        tally.ambiguous(ambiguous.size());
        around.events()
                .report(
                        new Event.AlarmRaised(
                                subject,
                                "The server gives one id to several messages ("
                                        + String.join(", ", ambiguous)
                                        + "), so they cannot be told apart and are left where they are. Move"
                                        + " them out of the folder and back, so that they get ids of their"
                                        + " own."));
    }

    private boolean firstVisitSkips(List<ServerId> ids) throws IOException {
        boolean first = around.ledger().generation(place.mailbox(), place.folder()).isEmpty();
        if (!first || plan.start() != MailboxPlan.Start.NOW) {
            return false;
        }
        around.ledger().skip(place, glimpses(ids));
        around.ledger().visited(place);
        ids.forEach(tally::known);
        return true;
    }

    /// What the messages can be recognised by in another generation; all of them, even if the
    /// server leaves some out.
    private Collection<Ledger.Glimpse> glimpses(List<ServerId> ids) throws IOException {
        Map<ServerId, Ledger.Glimpse> glimpses = new LinkedHashMap<>();
        ids.forEach(
                id -> glimpses.put(id, new Ledger.Glimpse(id, Instant.EPOCH, Optional.empty())));
        session.candidates(ids).forEach(told -> glimpses.replace(told.id(), told));
        return glimpses.values();
    }

    /// What the server no longer lists needs no action there any more.
    private void settleWhatIsGone(Set<ServerId> listed) throws IOException {
        List<ServerId> taken = new ArrayList<>();
        List<ServerId> pending = new ArrayList<>();
        for (Ledger.Entry entry : entries.values()) {
            if (!listed.contains(entry.id())) {
                switch (entry.state()) {
                    case TAKEN -> taken.add(entry.id());
                    case PENDING -> pending.add(entry.id());
                    case DONE, PARKED, SKIPPED -> {
                        // Settled before it went.
                    }
                }
            }
        }
        confirm(taken);
        if (!pending.isEmpty()) {
            for (ServerId id : around.ledger().vanished(place, pending)) {
                around.events()
                        .report(
                                new Event.FetchFailed(
                                        plan.name(),
                                        id.toString(),
                                        "it left the folder before it could be fetched: somebody moved or"
                                                + " deleted it",
                                        0,
                                        false));
            }
        }
    }

    /// Sorts what is there by what the ledger says of it, and tells the server again what it did
    /// not confirm.
    ///
    /// @return the messages to fetch, oldest first
    private List<ServerId> sort(List<ServerId> listed) throws IOException {
        List<ServerId> wanted = new ArrayList<>();
        List<ServerId> unconfirmed = new ArrayList<>();
        Instant now = around.clock().instant();
        for (ServerId id : listed) {
            Ledger.Entry entry = entries.get(id);
            if (entry == null) {
                wanted.add(id);
                continue;
            }
            switch (entry.state()) {
                case TAKEN -> unconfirmed.add(id);
                case PENDING -> {
                    if (entry.notBefore().isAfter(now)) {
                        tally.waiting(id, entry.notBefore());
                    } else {
                        course.suspects().add(id);
                        wanted.add(id);
                    }
                }
                case DONE, PARKED, SKIPPED -> tally.known(id);
            }
        }
        if (!unconfirmed.isEmpty()) {
            unconfirmed.forEach(tally::known);
            session.finish(unconfirmed);
        }
        return wanted;
    }

    /// Suspects go one by one and last: what breaks sessions must not keep the rest waiting.
    private void ask(List<ServerId> wanted) throws IOException {
        Set<ServerId> suspects = course.suspects();
        List<ServerId> trusted = wanted.stream().filter(id -> !suspects.contains(id)).toList();
        if (!trusted.isEmpty()) {
            toAsk.addAll(session.batches(trusted));
        }
        wanted.stream().filter(suspects::contains).forEach(id -> toAsk.add(List.of(id)));
    }

    /// Receives all batches, asking ahead.
    ///
    /// @return false if the session has to be renewed before the rest is asked for
    private boolean receiveAll(Renumbering renumbering, Instant end)
            throws IOException, InterruptedException {
        while (true) {
            Instant now = around.clock().instant();
            boolean over = !now.isBefore(end) || course.stopping().getAsBoolean();
            boolean renew = !now.isBefore(session.renewBefore());
            while (!over && !renew && !toAsk.isEmpty() && asked.size() < AHEAD) {
                // In hand before it is asked for: a server that takes one command at a time
                // delivers
                // the messages before it meanwhile.
                asked.add(toAsk.element());
                session.request(toAsk.remove());
            }
            if (asked.isEmpty()) {
                tally.postponed(toAsk.stream().mapToInt(List::size).sum());
                return toAsk.isEmpty() || over;
            }
            Session.Batch batch = session.receive();
            asked.remove();
            take(batch, renumbering);
        }
    }

    /// Commits what of a batch is whole and tells the server; sets the rest aside.
    private void take(Session.Batch batch, Renumbering renumbering)
            throws IOException, InterruptedException {
        try {
            if (!batch.complete() && batch.messages().size() > 1) {
                // Nothing of it counts. One of them spoils it, and alone it will show.
                batch.messages().forEach(message -> toAsk.add(List.of(message.id())));
                return;
            }
            List<Fetched.Whole> whole = new ArrayList<>();
            for (Fetched message : batch.messages()) {
                switch (message) {
                    case Fetched.Whole one when batch.complete() -> whole.add(one);
                    case Fetched.Whole one ->
                            refused(one.id(), batch.words(), Optional.of(one.reception()));
                    case Fetched.Unfit one when batch.complete() ->
                            note(one.id(), one.reason(), one.remains());
                    case Fetched.Unfit one -> refused(one.id(), batch.words(), one.remains());
                }
            }
            List<ServerId> safe = accept(whole, renumbering);
            if (!safe.isEmpty()) {
                session.finish(safe);
            }
        } finally {
            batch.messages().forEach(Fetched::discard);
        }
    }

    private void refused(ServerId id, String words, Optional<Reception> remains)
            throws IOException, InterruptedException {
        note(id, "the server refused to deliver it: " + words, remains);
    }

    private void note(ServerId id, String reason, Optional<Reception> remains)
            throws IOException, InterruptedException {
        setbacks.note(place, id, Optional.ofNullable(entries.get(id)), reason, remains);
    }

    /// Commits whole messages; returns those that are safe here, by now or from before.
    private List<ServerId> accept(List<Fetched.Whole> whole, Renumbering renumbering)
            throws IOException, InterruptedException {
        List<ServerId> safe = new ArrayList<>();
        List<Offer> offers = new ArrayList<>();
        for (Fetched.Whole message : whole) {
            safe.add(message.id());
            if (renumbering.recognised(message)) {
                tally.known(message.id());
            } else {
                offers.add(offer(message));
            }
        }
        if (!offers.isEmpty()) {
            report(offers, around.intake().accept(offers));
        }
        return safe;
    }

    private Offer offer(Fetched.Whole message) {
        return new Offer(
                message.reception(),
                new Origin.Collected(place, message.id(), message.received()),
                plan.name(),
                plan.destinations().stream().map(Shipment::whole).toList(),
                message.messageId(),
                Optional.empty());
    }

    private void report(List<Offer> offers, List<Acceptance> answers) {
        for (int i = 0; i < answers.size(); i++) {
            Offer offer = offers.get(i);
            ServerId server =
                    switch (offer.origin()) {
                        case Origin.Collected(_, ServerId id, _) -> id;
                        case Origin.Submitted _, Origin.Report _ ->
                                throw new IllegalStateException("not collected");
                    };
            switch (answers.get(i)) {
                case Acceptance.Taken(var id) -> {
                    tally.taken(server);
                    around.events()
                            .report(
                                    new Event.Accepted(
                                            plan.name(),
                                            id.value(),
                                            server.toString(),
                                            offer.reception().size()));
                }
                case Acceptance.Known() -> tally.known(server);
            }
        }
    }
}
