package dev.postern.peers;

import dev.postern.collector.Assignment;
import dev.postern.collector.Collector;
import dev.postern.collector.MailboxPlan;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Destination;
import dev.postern.delivery.Lane;
import dev.postern.delivery.Limits;
import dev.postern.delivery.RetrySchedule;
import dev.postern.delivery.folder.FolderAgent;
import dev.postern.delivery.folder.MaildirAgent;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.QueueStore;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.queue.sqlite.Surroundings;
import dev.postern.token.Authority;
import dev.postern.token.Credential;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// A small Postern: its queue on disk, its collector, and one folder that it hands messages over
/// into.
public final class Installation implements AutoCloseable {

    private static final String DESTINATION = "inbox";
    private static final MailboxPlan.Bounds BOUNDS =
            new MailboxPlan.Bounds(100_000, Duration.ofMinutes(10), 5);
    private static final Tenant TENANT =
            new Tenant(
                    "contoso",
                    "22222222-2222-2222-2222-222222222222",
                    "11111111-1111-1111-1111-111111111111",
                    List.of(new Credential.ClientSecret(() -> "unused")),
                    Authority.at("https://localhost"));

    /// What messages are handed over into.
    public enum Into {
        /// Two files a message: its octets, and what is known of it.
        FOLDER,
        /// One file a message, as other collectors write it.
        MAILDIR
    }

    private final Path inbox;
    private final Into into;
    private final QueueStore queue;
    private final OneToken tokens;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Events listener;
    private final InstantSource clock = InstantSource.system();
    private final Collector collector;
    private final Lane lane;

    /// @param folder where its data and its `inbox` are made
    /// @param listener hears every event, on the thread where it happens
    public Installation(Path folder, Events listener) throws IOException {
        this(folder, listener, Into.FOLDER);
    }

    /// @param folder where its data and its `inbox` are made
    /// @param listener hears every event, on the thread where it happens
    public Installation(Path folder, Events listener, Into into) throws IOException {
        this.listener = listener;
        this.into = into;
        RandomGenerator random = RandomGenerator.getDefault();
        inbox = Files.createDirectories(folder.resolve("inbox"));
        queue =
                SqliteQueue.open(
                        SqliteSettings.in(Files.createDirectories(folder.resolve("data"))),
                        new Surroundings(clock, random, this::report, CrashPoint.NONE));
        tokens = new OneToken(clock);
        collector =
                new Collector(
                        new dev.postern.collector.Surroundings(
                                queue.intake(), queue.ledger(), this::report, clock),
                        tokens,
                        random);
        DeliveryAgent agent = agent(random);
        lane =
                new Lane(
                        new Destination(DESTINATION, agent, Limits.none(), RetrySchedule.usual()),
                        queue.outlet(),
                        this::report,
                        clock,
                        random);
    }

    private DeliveryAgent agent(RandomGenerator random) {
        return switch (into) {
            case FOLDER ->
                    new FolderAgent(inbox, PosixFilePermissions.fromString("rw-r-----"), random);
            case MAILDIR -> new MaildirAgent(inbox, random);
        };
    }

    private void report(Event event) {
        events.add(event);
        listener.report(event);
    }

    /// What happened and was not taken from here yet.
    public BlockingQueue<Event> events() {
        return events;
    }

    /// Signs in with this from now on.
    public void use(String token) {
        tokens.use(token);
    }

    Optional<String> forgotten() {
        return tokens.forgotten();
    }

    public QueueStore queue() {
        return queue;
    }

    public Collector collector() {
        return collector;
    }

    /// Hands messages over until it is stopped, or by [Lane#runDue] all that is due.
    public Lane lane() {
        return lane;
    }

    /// Where messages are handed over to.
    public Path inbox() {
        return inbox;
    }

    /// The messages that were handed over.
    public List<Path> handedOver() throws IOException {
        return switch (into) {
            case FOLDER -> files(inbox, ".eml");
            case MAILDIR -> files(inbox.resolve("new"), "");
        };
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /// One visit, and the hand-over of all it brought.
    MailboxStatus visit(Assignment assignment) throws IOException, InterruptedException {
        MailboxStatus status = collector.visitOnce(assignment);
        Optional<?> _ = lane.runDue();
        return status;
    }

    /// What to do with a mailbox, and where it is.
    public static Assignment assignment(
            Server.Protocol protocol,
            Endpoint endpoint,
            SSLContext trust,
            String mailbox,
            MailboxPlan.After after) {
        MailboxPlan plan =
                new MailboxPlan(
                        "requests",
                        mailbox,
                        "INBOX",
                        after,
                        MailboxPlan.Start.ALL,
                        List.of(DESTINATION),
                        new MailboxPlan.Rhythm(
                                Duration.ofMinutes(5),
                                protocol == Server.Protocol.IMAP,
                                Duration.ofHours(1)),
                        BOUNDS);
        return new Assignment(
                plan,
                new Server(
                        protocol,
                        endpoint,
                        trust,
                        TENANT,
                        new Scope("https://outlook.office365.com/.default")));
    }

    @Override
    public void close() throws IOException {
        lane.stop();
        collector.close();
        queue.close();
    }
}
