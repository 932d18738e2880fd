package dev.postern.app;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.VisitReport;
import dev.postern.control.CollectReport;
import dev.postern.control.Narrator;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One visit to a mailbox that a person asked for, with the hand-over of what it brought.
///
/// Works beside the running service: whoever is first hands a message over, and it is handed over
/// once.
final class VisitByHand implements Events {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /// How long the hand-over is watched; what takes longer goes on by itself when a service runs.
    private static final Duration WATCH_MAX = Duration.ofMinutes(10);

    /// After so long without any movement it is not watched any more.
    private static final Duration QUIET_MAX = Duration.ofSeconds(3);

    private final String name;
    private final Narrator narrator;
    private final Queue<QueueId> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicLong wanted = new AtomicLong();

    VisitByHand(String name, Narrator narrator) {
        this.name = name;
        this.narrator = narrator;
    }

    @Override
    public void report(Event event) {
        switch (event) {
            case Event.Listed(_, int there, int fetch) -> {
                wanted.addAndGet(fetch);
                narrator.say("%s: %d messages there, %d to fetch".formatted(name, there, fetch));
            }
            case Event.Accepted(_, String message, _, _) -> {
                accepted.add(new QueueId(message));
                narrator.progress("fetching", accepted.size(), wanted.get());
            }
            case Event.FetchFailed(_, String origin, String reason, int attempt, boolean parked) ->
                    narrator.say(
                            "%s: message %s %s (attempt %d): %s"
                                    .formatted(
                                            name,
                                            origin,
                                            parked ? "parked" : "not fetched",
                                            attempt,
                                            reason));
            case Event.Parked(String destination, String message, String reason) ->
                    narrator.say(
                            "%s: message %s parked, %s: %s"
                                    .formatted(name, message, destination, reason));
            case Event.HandOverDeferred(String destination, String message, _, String reason, _) ->
                    narrator.say(
                            "%s: message %s waits, %s: %s"
                                    .formatted(name, message, destination, reason));
            case Event.Renumbered(_, _, _, int matched, int unknown) ->
                    narrator.say(
                            "%s: the server gave new ids; %d messages recognised, %d not"
                                    .formatted(name, matched, unknown));
            case Event.AlarmRaised(_, String text) -> narrator.say(text);
            case Event.Visited _,
                    Event.AtTheDoor _,
                    Event.VisitFailed _,
                    Event.Throttled _,
                    Event.HandedOver _,
                    Event.HandOverUnclear _,
                    Event.HandOverPostponed _,
                    Event.PassedOn _,
                    Event.Diverted _,
                    Event.Returned _,
                    Event.EndedUntold _,
                    Event.SenderTold _,
                    Event.SenderNotTold _,
                    Event.TokenFetched _,
                    Event.TokenFailed _,
                    Event.AlarmCleared _,
                    Event.Service _ -> {
                // The report at the end says it.
            }
        }
    }

    CollectReport run(Gateway gateway, Assignment assignment)
            throws IOException, InterruptedException {
        gateway.startDeliveries();
        MailboxStatus status = gateway.collector().visitOnce(assignment);
        Fates fates = new Fates(gateway.desk(), accepted);
        watch(fates);
        Optional<VisitReport> report = status.lastReport();
        return new CollectReport(
                name,
                accepted.size(),
                fates.handedOver,
                fates.parked() + report.map(VisitReport::parked).orElse(0),
                report.map(VisitReport::left).orElse(0),
                report.map(VisitReport::failed).orElse(0),
                status.trouble());
    }

    /// Watches until something is known of every message, or until nothing moves any more: then its
    /// destination rests, and the messages wait for it in the queue.
    private void watch(Fates fates) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long rounds = WATCH_MAX.dividedBy(LOOK_EVERY);
        long quietMax = QUIET_MAX.dividedBy(LOOK_EVERY);
        long quiet = 0;
        for (long round = 0; round < rounds && quiet < quietMax; round++) {
            boolean moved = fates.look();
            if (fates.allKnown()) {
                break;
            }
            quiet = moved ? 0 : quiet + 1;
            narrator.progress("handing over", fates.handedOver, accepted.size());
            boolean _ = never.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        narrator.progress("handing over", accepted.size(), accepted.size());
    }

    /// What became of the messages so far.
    private static final class Fates {

        private final QueueDesk desk;
        private final Set<QueueId> open;
        private int handedOver;
        private int parked;

        Fates(QueueDesk desk, Collection<QueueId> messages) {
            this.desk = desk;
            this.open = new LinkedHashSet<>(messages);
        }

        boolean allKnown() {
            return open.isEmpty();
        }

        /// Looks at what is open.
        ///
        /// @return whether anything is being handed over, or is known now that was not before
        boolean look() throws IOException {
            boolean moved = false;
            for (QueueId id : List.copyOf(open)) {
                List<QueueDesk.Delivery> deliveries = deliveries(id);
                if (deliveries.stream().allMatch(Fates::known)) {
                    open.remove(id);
                    moved = true;
                    handedOver += allIn(DeliveryState.DELIVERED, deliveries) ? 1 : 0;
                    parked += anyIn(DeliveryState.PARKED, deliveries) ? 1 : 0;
                } else if (anyIn(DeliveryState.SENDING, deliveries)) {
                    return true;
                }
            }
            return moved;
        }

        /// Messages that one destination at least will not take without a person.
        int parked() throws IOException {
            int all = parked;
            for (QueueId id : open) {
                all += anyIn(DeliveryState.PARKED, deliveries(id)) ? 1 : 0;
            }
            return all;
        }

        private List<QueueDesk.Delivery> deliveries(QueueId id) throws IOException {
            return desk.show(id).map(QueueDesk.Dossier::deliveries).orElse(List.of());
        }

        /// Handed over, parked, or refused for now.
        private static boolean known(QueueDesk.Delivery delivery) {
            return switch (delivery.state()) {
                case SENDING -> false;
                case WAITING -> delivery.attempts() > 0;
                case PARKED, DELIVERED, BOUNCED, DELETED -> true;
            };
        }

        private static boolean allIn(DeliveryState state, List<QueueDesk.Delivery> deliveries) {
            return deliveries.stream().allMatch(one -> one.state() == state);
        }

        private static boolean anyIn(DeliveryState state, List<QueueDesk.Delivery> deliveries) {
            return deliveries.stream().anyMatch(one -> one.state() == state);
        }
    }
}
