package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Claim;
import dev.postern.queue.DamagedMessageException;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Reply;
import dev.postern.queue.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// One attempt: the agent is asked, the claims settled, the events reported.
///
/// Safe for use by many threads.
final class HandOver {

    /// Message too big for system (RFC 3463 §3.4, X.3.4).
    private static final EnhancedStatus TOO_BIG = new EnhancedStatus(5, 3, 4);

    /// Mail system full (RFC 3463 §3.4, X.3.1), in this case of recipients.
    private static final EnhancedStatus FULL = new EnhancedStatus(4, 3, 1);

    /// A claim that was not tried, because what it needs is busy.
    record Untried(Claim claim, Answer.Busy answer) {}

    private final Destination destination;
    private final Outlet outlet;
    private final Events events;
    private final InstantSource clock;
    private final Judge judge;
    private final DailyQuota quota;

    /* What happened, but could not be written down because the queue failed. Kept and tried again,
     * so that a message the destination has taken is not handed over a second time. At most one
     * batch a connection: after the first failure the lane pauses. */
    private final Queue<Settlement> leftovers = new ConcurrentLinkedQueue<>();

    HandOver(
            Destination destination,
            Outlet outlet,
            Events events,
            InstantSource clock,
            Judge judge) {
        this.destination = destination;
        this.outlet = outlet;
        this.events = events;
        this.clock = clock;
        this.judge = judge;
        this.quota =
                new DailyQuota(destination.name(), destination.limits().recipientsPerDay(), outlet);
    }

    /// Makes messages ready to be handed over, in their order: does what the destination does not
    /// see.
    ///
    /// @param claims at least one
    /// @throws IOException if the queue could not say what the destination has had today
    Attempt begin(List<Claim> claims, Standing.Role role) throws IOException, InterruptedException {
        List<Claim> admitted = new ArrayList<>();
        Optional<Answer> barred = Optional.empty();
        for (int i = 0; i < claims.size() && barred.isEmpty(); i++) {
            barred = bar(claims.get(i));
            if (barred.isEmpty()) {
                admitted.add(claims.get(i));
            }
        }
        Attempt attempt =
                admitted.isEmpty()
                        ? new Attempt(claims.subList(0, 1), role, barred)
                        : new Attempt(admitted, role, Optional.empty());
        try {
            attempt.makeReady();
            return attempt;
        } catch (InterruptedException e) {
            attempt.close();
            throw e;
        }
    }

    /// An attempt at some messages that is made once, or given up. Used by one thread at a time.
    final class Attempt implements AutoCloseable {

        private final List<Claim> claims;
        private final Standing.Role role;
        private final Optional<Answer> barred;
        private final List<Parcel> parcels;
        private DeliveryAgent.Readied readied = List::of;
        private List<Answer> answers = List.of();

        private Attempt(List<Claim> claims, Standing.Role role, Optional<Answer> barred) {
            this.claims = List.copyOf(claims);
            this.role = role;
            this.barred = barred;
            this.parcels = claims.stream().map(claim -> new Parcel(claim, outlet::open)).toList();
        }

        private void makeReady() throws InterruptedException {
            if (barred.isPresent()) {
                readied = () -> List.of(barred.get());
                return;
            }
            try {
                readied = destination.agent().ready(parcels);
            } catch (RuntimeException e) {
                readied = () -> List.of(mistake(e));
            }
        }

        /// Hands the messages over, as far as the destination takes them, and settles the claims of
        /// those that were tried.
        ///
        /// @param done told each claim that needs no more care
        /// @return the claim that was not tried although it was its turn, if there is one
        /// @throws IOException if the queue could not give a message, or could not write down what
        ///   happened; in the second case the claims are to be kept (see [#keeps]), and
        ///   [#settleLeftovers] writes it down later
        Optional<Untried> finish(Consumer<Claim> done) throws IOException, InterruptedException {
            answers = ask();
            return settle(claims, parcels, answers, role, done);
        }

        private List<Answer> ask() throws InterruptedException {
            try {
                return readied.hand();
            } catch (RuntimeException e) {
                return List.of(mistake(e));
            }
        }

        @Override
        public void close() {
            readied.close();
            for (int i = 0; barred.isEmpty() && i < claims.size(); i++) {
                int used = i < answers.size() ? taken(claims.get(i), answers.get(i)) : 0;
                quota.settle(recipients(claims.get(i)), used);
            }
        }
    }

    /// What the destination's limits say to a message before the destination is asked.
    private Optional<Answer> bar(Claim claim) throws IOException {
        if (claim.message().size() > destination.limits().sizeMax()) {
            return Optional.of(new Answer.OtherWay(tooLarge(claim)));
        }
        Instant now = clock.instant();
        return quota.reserve(recipients(claim), now)
                .map(room ->
                        new Answer.NotNow(
                                new Reply(FULL, "", quotaUsedUp(room)),
                                Answer.Cause.DESTINATION,
                                Duration.between(now, room)));
    }

    private Reply tooLarge(Claim claim) {
        String remedy =
                Judge.goesBack(claim)
                        ? "send it in smaller parts"
                        : "raise the limit and release the message, or export it";
        return new Reply(
                TOO_BIG,
                "",
                "the message has "
                        + claim.message().size()
                        + " octets, and "
                        + destination.name()
                        + " takes no more than "
                        + destination.limits().sizeMax()
                        + " (size-max): "
                        + remedy);
    }

    private String quotaUsedUp(Instant room) {
        return destination.name()
                + " has had its "
                + destination.limits().recipientsPerDay()
                + " recipients of 24 hours (recipients-per-day); there is room again at "
                + room;
    }

    private static int recipients(Claim claim) {
        return claim.consignment().addressees().size();
    }

    private static int taken(Claim claim, Answer answer) {
        return switch (answer) {
            // Perhaps it was taken: then it counts.
            case Answer.Taken _, Answer.Unclear _ -> recipients(claim);
            case Answer.Each(var answers) ->
                    (int) answers.values().stream().filter(Answer.Taken.class::isInstance).count();
            case Answer.NotNow _, Answer.Busy _, Answer.OtherWay _, Answer.Refused _ -> 0;
        };
    }

    private static Answer mistake(RuntimeException e) {
        return new Answer.NotNow("our mistake: " + Words.of(e), Answer.Cause.UNKNOWN);
    }

    private Optional<Untried> settle(
            List<Claim> claims,
            List<Parcel> parcels,
            List<Answer> answers,
            Standing.Role role,
            Consumer<Claim> done)
            throws IOException {
        List<Settlement> settlements = new ArrayList<>(answers.size());
        Optional<IOException> unread = Optional.empty();
        Optional<Untried> untried = Optional.empty();
        for (int i = 0; i < answers.size() && unread.isEmpty(); i++) {
            Claim claim = claims.get(i);
            Optional<IOException> failure = parcels.get(i).readFailure();
            if (failure.isEmpty() && answers.get(i) instanceof Answer.Busy busy) {
                untried = Optional.of(new Untried(claim, busy));
                continue;
            }
            if (failure.isEmpty()) {
                settlements.add(judged(claim, role, answers.get(i)));
                continue;
            }
            switch (failure.get()) {
                case QueueUnavailableException _ -> unread = failure;
                // The store has parked the message already, and said so.
                case DamagedMessageException _ -> done.accept(claim);
                default -> settlements.add(judged(claim, role, unreadable(failure.get())));
            }
        }
        settle(settlements, done);
        if (unread.isPresent()) {
            throw unread.get();
        }
        return untried;
    }

    private Settlement judged(Claim claim, Standing.Role role, Answer answer) {
        Judge.Verdict verdict = judge.judge(claim, role, answer, clock.instant());
        verdict.alarms().forEach(events::report);
        return new Settlement(claim, verdict.outcome());
    }

    /* Whatever the destination said, it did not see the message as it is. */
    private static Answer unreadable(IOException failure) {
        return new Answer.NotNow(
                "the message could not be read from the queue: " + Words.of(failure),
                Answer.Cause.UNKNOWN);
    }

    /// Settles claims without an attempt.
    void settle(List<Settlement> settlements, Consumer<Claim> done) throws IOException {
        if (settlements.isEmpty()) {
            return;
        }
        List<Boolean> valid;
        try {
            valid = outlet.settle(settlements);
        } catch (IOException e) {
            leftovers.addAll(settlements);
            throw e;
        }
        for (int i = 0; i < settlements.size(); i++) {
            Settlement settlement = settlements.get(i);
            done.accept(settlement.claim());
            if (valid.get(i)) {
                Fates.of(settlement).forEach(events::report);
            } else {
                events.report(leaseLost(settlement));
            }
        }
    }

    /// Whether a claim's outcome is known and only has to be written down.
    boolean keeps(Claim claim) {
        return leftovers.stream().anyMatch(unsettled -> unsettled.claim().equals(claim));
    }

    /// Settles what could not be settled before.
    ///
    /// @param done told each claim that is settled now
    void settleLeftovers(Consumer<Claim> done) throws IOException {
        List<Settlement> waiting = new ArrayList<>();
        for (Settlement next = leftovers.poll(); next != null; next = leftovers.poll()) {
            waiting.add(next);
        }
        settle(waiting, done);
    }

    private Event leaseLost(Settlement settlement) {
        return new Event.Service(
                "message "
                        + settlement.claim().message().id()
                        + " was no longer ours to settle when "
                        + destination.name()
                        + " answered; another attempt or a person decides about it",
                Optional.of(Fates.words(settlement.outcome())));
    }
}
