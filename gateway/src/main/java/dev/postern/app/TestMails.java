package dev.postern.app;

import dev.postern.config.Settings;
import dev.postern.config.Way;
import dev.postern.control.Outgoing;
import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.acs.AcsAgent;
import dev.postern.delivery.graph.GraphAgent;
import dev.postern.doctor.Proof;
import dev.postern.doctor.RestPatient;
import dev.postern.doctor.TestMail;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.queue.Addressee;
import dev.postern.queue.Consignment;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueId;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the doctor says to the ways out by the agents that the service uses: a question that
/// changes nothing, and a real message if one is wanted. Safe for use by many threads.
final class TestMails {

    private static final String TEXT =
            "Postern sent this message to prove that this way out works. Nobody needs to answer.\n";

    private final Ways ways;
    private final Settings settings;
    private final Gateway.Environment world;
    private final Optional<Errand> errand;

    /// A message that is wanted.
    ///
    /// @param to whom
    /// @param temporary a folder for it while it is sent
    record Errand(String to, Path temporary) {}

    /// @param errand empty if no message is wanted
    TestMails(Ways ways, Settings settings, Gateway.Environment world, Optional<Errand> errand) {
        this.ways = ways;
        this.settings = settings;
        this.world = world;
        this.errand = errand;
    }

    RestPatient.Question acs(Way.Acs way) throws IOException {
        AcsAgent agent = ways.acs(way, settings);
        return () -> {
            try (agent) {
                return agent.inquire();
            }
        };
    }

    RestPatient.Question graph(Way.Graph way, String sender) throws IOException {
        GraphAgent agent = ways.graph(way, settings);
        return () -> {
            try (agent) {
                return agent.inquire(AddrSpec.of(sender));
            }
        };
    }

    /// @param senders the last sends, whose right is the least certain; without any, none is sent
    Proof proof(Way way, List<AddrSpec> senders) {
        Optional<TestMail> mail =
                errand.filter(_ -> !senders.isEmpty())
                        .map(wanted -> () -> send(way, senders.getLast(), wanted));
        return new Proof(mail, errand.map(Errand::to).orElse(""));
    }

    private Answer send(Way way, AddrSpec sender, Errand wanted)
            throws IOException, InterruptedException {
        Outgoing message =
                new Outgoing.Composed(
                        sender.toString(),
                        Optional.empty(),
                        new Outgoing.People(List.of(wanted.to()), List.of(), List.of(), List.of()),
                        "Test message of postern check",
                        Optional.of(TEXT),
                        Optional.empty(),
                        List.of(),
                        List.of());
        try (OutgoingMail mail =
                        OutgoingMail.write(
                                message, wanted.temporary(), world.clock(), world.random());
                DeliveryAgent agent = ways.agent(way, settings)) {
            return agent.hand(parcel(mail));
        }
    }

    private Parcel parcel(OutgoingMail mail) throws IOException {
        var recipients = mail.envelope().recipients();
        List<Addressee> addressees =
                IntStream.range(0, recipients.size())
                        .mapToObj(i -> new Addressee(i, recipients.get(i), Optional.empty()))
                        .toList();
        return new Parcel(
                new StoredMessage(
                        new QueueId("CHECK%011X".formatted(world.random().nextLong(1L << 44))),
                        new Origin.Submitted(mail.envelope(), new Submitter("", "", "", "local")),
                        "check",
                        world.clock().instant(),
                        mail.size(),
                        "",
                        Optional.empty()),
                1,
                new Consignment(addressees, List.of(), Optional.empty(), Optional.empty()),
                _ -> Files.newInputStream(mail.file()));
    }
}
