package dev.postern.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Destination;
import dev.postern.delivery.Lane;
import dev.postern.delivery.Limits;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.RetrySchedule;
import dev.postern.delivery.SetClock;
import dev.postern.event.Event;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import dev.postern.queue.Shipment;
import dev.postern.queue.Submitter;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.queue.sqlite.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lanes, bounces and the real queue together.
@Tag("slow")
class BounceStoryTest {

    private static final RetrySchedule RETRY =
            new RetrySchedule(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(15),
                    Integer.MAX_VALUE,
                    Duration.ofDays(1));
    private static final Answer.Taken OK = new Answer.Taken("250 2.0.0 OK");
    private static final Answer AWAY =
            new Answer.NotNow("the token endpoint does not answer", Answer.Cause.DESTINATION);

    @TempDir private Path folder;
    private final SetClock clock = new SetClock();
    private final List<Event> events = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final List<String> arrived = new ArrayList<>();
    private final Map<String, Function<Parcel, Answer>> moods = new LinkedHashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private List<String> ways = List.of("exchange", "acs");
    private QueueStore store;

    @BeforeEach
    void open() throws IOException {
        store =
                SqliteQueue.open(
                        new SqliteSettings(
                                folder.resolve("queue.db"), 1 << 22, 0, 0, Duration.ofSeconds(10)),
                        new Surroundings(clock, new Random(1), events::add, CrashPoint.NONE));
        lane("exchange", parcel -> out("exchange", parcel));
        lane("acs", parcel -> out("acs", parcel));
        lane(
                Outlet.SENDER,
                new BounceAgent(
                        new ReportSettings("gate.example.cz", Duration.ofDays(1), 1 << 20),
                        new BounceAgent.Surroundings(
                                store.intake(), _ -> ways, events::add, clock, new Random(2))));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void lane(String name, DeliveryAgent agent) {
        lanes.add(
                new Lane(
                        new Destination(name, agent, Limits.none(), RETRY),
                        store.outlet(),
                        events::add,
                        clock,
                        new Random(3)));
    }

    private Answer out(String name, Parcel parcel) {
        Answer answer = moods.getOrDefault(name, _ -> OK).apply(parcel);
        if (parcel.message().origin() instanceof Origin.Report && answer.equals(OK)) {
            try (var in = parcel.open()) {
                reports.add(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        } else if (answer.equals(OK)) {
            parcel.addressees().forEach(one -> arrived.add(name + " " + one.number()));
        }
        return answer;
    }

    private void submit(String sender, String... recipients)
            throws IOException, InterruptedException {
        byte[] octets = BounceBench.ORIGINAL.getBytes(StandardCharsets.US_ASCII);
        Reception reception = store.intake().begin();
        reception.write(octets, 0, octets.length);
        Envelope envelope =
                new Envelope(
                        sender.isEmpty() ? Optional.empty() : Optional.of(AddrSpec.of(sender)),
                        Arrays.stream(recipients)
                                .map(address -> Recipient.of(AddrSpec.of(address)))
                                .toList(),
                        Envelope.Options.NONE);
        List<Integer> all = IntStream.range(0, recipients.length).boxed().toList();
        store.intake()
                .accept(
                        List.of(
                                new Offer(
                                        reception,
                                        new Origin.Submitted(
                                                envelope,
                                                new Submitter("erp", "10.0.0.1", "erp", "ESMTPSA")),
                                        "relay",
                                        List.of(new Shipment(ways, all)),
                                        Optional.empty(),
                                        Optional.empty())));
    }

    private void letPass(Duration time, Duration step) throws IOException, InterruptedException {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) <= 0; gone = gone.plus(step)) {
            for (int round = 0; round < 4; round++) {
                for (Lane lane : lanes) {
                    lane.runDue();
                }
            }
            clock.turn(step);
        }
    }

    private List<DeliveryState> states() throws IOException {
        return store.desk().list(QueueDesk.Filter.any(1_000)).stream()
                .map(QueueDesk.Delivery::state)
                .toList();
    }

    @Test
    void twoOfThreeArriveAndTheThirdComesBackToTheSenderWithTheServersWords() throws Exception {
        moods.put(
                "exchange",
                parcel ->
                        parcel.addressees().size() < 3
                                ? OK
                                : new Answer.Each(
                                        Map.of(
                                                0, OK,
                                                1, new Answer.Refused(BounceBench.UNKNOWN_USER),
                                                2, OK)));
        submit("scanner@example.cz", "anna@example.cz", "nobody@example.cz", "petr@example.cz");

        letPass(Duration.ZERO, Duration.ofSeconds(1));

        assertThat(reports)
                .singleElement()
                .asString()
                .contains("To: <scanner@example.cz>", "Final-Recipient: rfc822; nobody@example.cz")
                .contains("550 5.1.1 <nobody@example.cz>")
                .doesNotContain("Final-Recipient: rfc822; anna@example.cz");
        assertThat(states())
                .containsExactlyInAnyOrder(
                        DeliveryState.DELIVERED, DeliveryState.BOUNCED, DeliveryState.DELIVERED);
    }

    @Test
    void tokenEndpointAwayForAnHourIsBridgedByTheOtherWayAndLeftWhenItIsBack() throws Exception {
        moods.put("exchange", _ -> AWAY);
        for (int minute = 0; minute < 60; minute++) {
            submit("scanner@example.cz", "anna@example.cz");
            letPass(Duration.ofSeconds(30), Duration.ofSeconds(30));
        }
        assertThat(arrived).hasSize(60).allMatch(line -> line.startsWith("acs"));

        moods.remove("exchange");
        letPass(Duration.ofMinutes(15), Duration.ofMinutes(1));
        submit("scanner@example.cz", "anna@example.cz");
        letPass(Duration.ZERO, Duration.ofSeconds(1));
        assertThat(arrived).hasSize(61).last().isEqualTo("exchange 0");
        assertThat(reports).isEmpty();
    }

    @Test
    void allWaysAwayDelayIsToldOnceAndInTheEndTheMessageComesBack() throws Exception {
        moods.put("exchange", parcel -> report(parcel) ? OK : AWAY);
        moods.put("acs", parcel -> report(parcel) ? OK : AWAY);
        for (int i = 0; i < 5; i++) {
            submit("scanner@example.cz", "anna@example.cz");
        }

        letPass(Duration.ofHours(20), Duration.ofMinutes(2));
        moods.put("exchange", _ -> AWAY);
        letPass(Duration.ofHours(5), Duration.ofMinutes(2));
        moods.clear();
        letPass(Duration.ofMinutes(40), Duration.ofMinutes(2));

        assertThat(arrived).isEmpty();
        assertThat(reports).filteredOn(text -> text.contains("Action: delayed")).hasSize(5);
        assertThat(reports).filteredOn(text -> text.contains("Action: failed")).hasSize(5);
        assertThat(reports)
                .filteredOn(text -> text.contains("Action: failed"))
                .allMatch(text -> text.contains("Status: 5.4.7"));
    }

    private static boolean report(Parcel parcel) {
        return parcel.message().origin() instanceof Origin.Report;
    }

    @Test
    void nullSenderIsParkedAndNothingIsReportedAboutAReport() throws Exception {
        moods.put("exchange", _ -> new Answer.Refused(BounceBench.UNKNOWN_USER));
        submit("", "anna@example.cz");
        submit("scanner@example.cz", "anna@example.cz");

        letPass(Duration.ofMinutes(1), Duration.ofSeconds(10));

        assertThat(states())
                .containsExactlyInAnyOrder(
                        DeliveryState.PARKED, DeliveryState.BOUNCED, DeliveryState.PARKED);
        assertThat(events).filteredOn(Event.Parked.class::isInstance).hasSize(2);
    }

    @Test
    void senderWithoutARouteMakesTheMessageParkedAndAPersonTold() throws Exception {
        moods.put("exchange", _ -> new Answer.Refused(BounceBench.UNKNOWN_USER));
        submit("scanner@example.cz", "anna@example.cz");
        ways = List.of();

        letPass(Duration.ofMinutes(1), Duration.ofSeconds(10));

        assertThat(states()).containsExactly(DeliveryState.PARKED);
        assertThat(events).filteredOn(Event.AlarmRaised.class::isInstance).hasSize(1);
    }
}
