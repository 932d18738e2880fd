package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Reply;
import dev.postern.queue.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Several ways out on the bench, for messages with an envelope.
final class RelayBench {

    static final String FIRST = "exchange";
    static final String SECOND = "acs";
    static final RetrySchedule RETRY =
            new RetrySchedule(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(15),
                    Integer.MAX_VALUE,
                    Duration.ofDays(2));
    static final Answer TAKEN = new Answer.Taken("250 2.0.0 OK");
    static final Answer AWAY = new Answer.NotNow("connection refused", Answer.Cause.DESTINATION);
    static final Answer MEND =
            new Answer.NotNow(
                    new Reply(
                            new EnhancedStatus(5, 7, 139),
                            "smtp.example.cz",
                            "535 5.7.139 SmtpClientAuthentication is disabled. Run: Set-CASMailbox"),
                    Answer.Cause.ADMINISTRATOR,
                    Duration.ZERO);
    static final Reply UNKNOWN_USER =
            new Reply(new EnhancedStatus(5, 1, 1), "mx.example.cz", "550 5.1.1 User unknown");

    final SetClock clock = new SetClock();
    final MemoryOutlet outlet = new MemoryOutlet(clock);
    final List<Event> events = new ArrayList<>();
    private final Map<String, SinkAgent> sinks = new LinkedHashMap<>();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /// A way out with these limits.
    RelayBench with(String name, Limits limits) {
        sinks.putIfAbsent(name, new SinkAgent(1));
        lanes.put(name, lane(name, sinks.get(name), limits));
        return this;
    }

    RelayBench with(String name) {
        return with(name, Limits.none());
    }

    Lane lane(String name, DeliveryAgent agent, Limits limits) {
        return new Lane(
                new Destination(name, agent, limits, RETRY),
                outlet,
                events::add,
                clock,
                new Random(7));
    }

    SinkAgent sink(String name) {
        return sinks.get(name);
    }

    /// Whether this way works.
    void answers(String name, Answer answer) {
        sinks.get(name).answers(_ -> answer);
    }

    StoredMessage submit(List<String> ways, String sender, String... recipients) {
        Envelope envelope =
                new Envelope(
                        sender.isEmpty() ? Optional.empty() : Optional.of(AddrSpec.of(sender)),
                        Arrays.stream(recipients)
                                .map(address -> Recipient.of(AddrSpec.of(address)))
                                .toList(),
                        Envelope.Options.NONE);
        return outlet.submit(
                envelope, ways, "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /// One whose sender asked not to be told of anything.
    StoredMessage submitQuietly(String... ways) {
        Recipient recipient =
                new Recipient(
                        AddrSpec.of("anna@example.cz"), Set.of(Notify.NEVER), Optional.empty());
        Envelope envelope =
                new Envelope(
                        Optional.of(AddrSpec.of("scanner@example.cz")),
                        List.of(recipient),
                        Envelope.Options.NONE);
        return outlet.submit(
                envelope, List.of(ways), "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    StoredMessage submit(String... ways) {
        return submit(List.of(ways), "scanner@example.cz", "anna@example.cz");
    }

    List<StoredMessage> submit(int count, String... ways) {
        List<StoredMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(submit(ways));
        }
        return messages;
    }

    /// Turns every lane until none has anything to do at this moment.
    void run() throws IOException, InterruptedException {
        for (int turn = 0; turn < 50; turn++) {
            Instant now = clock.instant();
            boolean idle = true;
            for (Lane lane : lanes.values()) {
                Optional<Instant> next = lane.runDue();
                idle &= next.isEmpty() || next.get().isAfter(now);
            }
            if (idle && turn > lanes.size()) {
                return;
            }
        }
        throw new AssertionError("the lanes do not come to rest");
    }

    /// Lets the time go by in such steps, the lanes doing whatever is due.
    void letPass(Duration time, Duration step) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            run();
            clock.turn(step);
        }
        run();
    }

    void letPass(Duration time) throws IOException, InterruptedException {
        letPass(time, Duration.ofSeconds(5));
    }

    <T extends Event> List<T> reported(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
