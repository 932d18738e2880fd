package dev.postern.app;

import dev.postern.bounce.BounceAgent;
import dev.postern.bounce.ReportSettings;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.delivery.Destination;
import dev.postern.delivery.Limits;
import dev.postern.delivery.RetrySchedule;
import dev.postern.event.Events;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Intake;
import dev.postern.queue.Outlet;
import dev.postern.relay.Routes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes the destination that tells senders what became of their messages.
///
/// @param random one that many threads may use
record Reports(Intake intake, Events events, InstantSource clock, RandomGenerator random) {

    /// A report may bring a message of this size back whole.
    private static final long WHOLE_MAX = 1L << 20;

    private static final Duration LIFETIME = Duration.ofDays(5);

    Destination destination(Settings settings) {
        Routes routes = RelayTerms.of(settings.relay().orElseThrow(), settings).routes();
        BounceAgent agent =
                new BounceAgent(
                        new ReportSettings(Names.host(settings), lifetime(settings), WHOLE_MAX),
                        new BounceAgent.Surroundings(
                                intake, sender -> ways(routes, sender), events, clock, random));
        return new Destination(Outlet.SENDER, agent, Limits.none(), RetrySchedule.usual());
    }

    /// For how long the most patient way tries.
    private static Duration lifetime(Settings settings) {
        return settings.relay().map(Relay::routes).orElse(List.of()).stream()
                .flatMap(route -> route.to().stream())
                .map(name -> Optional.ofNullable(settings.destinations().get(name)))
                .flatMap(Optional::stream)
                .map(destination -> destination.retry().giveUpAfter())
                .max(Duration::compareTo)
                .orElse(LIFETIME);
    }

    private static List<String> ways(Routes routes, AddrSpec sender) {
        Envelope envelope =
                new Envelope(
                        Optional.empty(), List.of(Recipient.of(sender)), Envelope.Options.NONE);
        return routes.reportShipments(envelope, 0)
                .map(shipments -> shipments.getFirst().ways())
                .orElse(List.of());
    }
}
