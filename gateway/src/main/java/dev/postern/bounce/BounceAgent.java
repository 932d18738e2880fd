package dev.postern.bounce;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Words;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Intake;
import dev.postern.queue.Notice;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Reception;
import dev.postern.queue.Reply;
import dev.postern.queue.Shipment;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Tells senders what became of their messages, by messages. Safe for use by many threads.
public final class BounceAgent implements DeliveryAgent {

    /// The name of the source that reports have in the queue.
    public static final String SOURCE = "postern";

    /// Unable to route (RFC 3463 §3.5, X.4.4).
    private static final EnhancedStatus NO_ROUTE = new EnhancedStatus(5, 4, 4);

    /// More domains than that without a route are told of once each and then forgotten.
    private static final int DOMAINS_MAX = 1_000;

    /// What the agent works with.
    ///
    /// @param ways where reports go
    /// @param random for the boundary between a report's parts
    public record Surroundings(
            Intake intake,
            ReturnWays ways,
            Events events,
            InstantSource clock,
            RandomGenerator random) {}

    private final Surroundings surroundings;
    private final ReportSettings settings;
    private final Set<String> withoutRoute = ConcurrentHashMap.newKeySet();

    public BounceAgent(ReportSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    @Override
    public Answer hand(Parcel parcel) throws InterruptedException {
        Optional<Notice> notice = parcel.consignment().notice();
        if (notice.isEmpty() || !(parcel.message().origin() instanceof Origin.Submitted origin)) {
            return new Answer.Refused("this is no news for a sender");
        }
        Envelope envelope = origin.envelope();
        if (envelope.sender().isEmpty()) {
            return new Answer.Refused("its reverse-path is null: there is nobody to tell");
        }
        AddrSpec sender = envelope.sender().get();
        News news =
                new News(
                        parcel,
                        envelope,
                        sender,
                        notice.get(),
                        parcel.addressees(),
                        surroundings.clock().instant());
        if (news.addressees().isEmpty()) {
            return new Answer.Taken("its sender does not want to hear of it");
        }
        List<String> ways = surroundings.ways().to(sender);
        if (ways.isEmpty()) {
            return noRoute(sender);
        }
        return told(news, ways);
    }

    private Answer told(News news, List<String> ways) throws InterruptedException {
        try (Reception reception = surroundings.intake().begin()) {
            StatusReport report = StatusReport.of(news, settings, surroundings.random());
            report.write(reception);
            Origin origin =
                    new Origin.Report(
                            envelope(news.sender(), report.options()),
                            news.parcel().delivery(),
                            news.notice());
            Offer offer =
                    new Offer(
                            reception,
                            origin,
                            SOURCE,
                            List.of(new Shipment(ways, List.of(0))),
                            Optional.of(report.messageId()),
                            Optional.empty());
            return accepted(news, surroundings.intake().accept(List.of(offer)).getFirst());
        } catch (IOException e) {
            return new Answer.NotNow(
                    "the report could not be put into the queue: " + Words.of(e),
                    Answer.Cause.DESTINATION);
        }
    }

    /* To a server that knows DSNs it says that nothing is to be reported about a report (RFC 3461
     * §6.1 demands it). */
    private static Envelope envelope(AddrSpec sender, Envelope.Options options) {
        Recipient recipient = new Recipient(sender, Set.of(Notify.NEVER), Optional.empty());
        return new Envelope(Optional.empty(), List.of(recipient), options);
    }

    private Answer accepted(News news, Acceptance acceptance) {
        if (withoutRoute.remove(news.sender().domain())) {
            surroundings.events().report(new Event.AlarmCleared(subject(news.sender())));
        }
        return switch (acceptance) {
            case Acceptance.Known() -> new Answer.Taken("the sender was told before");
            case Acceptance.Taken(var id) -> {
                String message = news.message().id().value();
                surroundings
                        .events()
                        .report(new Event.SenderTold(message, news.action(), id.value()));
                yield new Answer.Taken("told " + news.sender() + " by message " + id);
            }
        };
    }

    private Answer noRoute(AddrSpec sender) {
        String words =
                "no route leads to the sender "
                        + sender
                        + ", who therefore cannot be told: add a route for "
                        + sender.domain()
                        + " and release the message";
        if (withoutRoute.size() < DOMAINS_MAX && withoutRoute.add(sender.domain())) {
            surroundings.events().report(new Event.AlarmRaised(subject(sender), words));
        }
        return new Answer.Refused(new Reply(NO_ROUTE, "", words));
    }

    private static String subject(AddrSpec sender) {
        return "no route for reports to " + sender.domain();
    }
}
