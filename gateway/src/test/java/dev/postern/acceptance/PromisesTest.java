package dev.postern.acceptance;

import static dev.postern.collector.Server.Protocol.IMAP;
import static dev.postern.collector.Server.Protocol.POP3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Collector;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Server;
import dev.postern.collector.VisitReport;
import dev.postern.event.Event;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Message;
import dev.postern.queue.Ledger.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the collector promises (the numbered acceptance tests T1 to T20), over TLS and with tokens.
///
/// T1's campaign with killed processes, T3, T12, T16 and T20 are in classes of their own.
@Tag("acceptance")
class PromisesTest {

    @TempDir static Path folder;
    static Rig rig;

    @BeforeAll
    static void open() throws Exception {
        rig = new Rig(folder);
    }

    @AfterAll
    static void close() throws Exception {
        rig.close();
    }

    static Stream<Arguments> everyStep() {
        List<Arguments> all = new ArrayList<>();
        for (String way : List.of("drop", "reset")) {
            for (String from : List.of("reply", "answer")) {
                for (String command :
                        List.of("SELECT", "SEARCH", "FETCH", "STORE", "EXPUNGE", "LOGOUT")) {
                    all.add(Arguments.of(IMAP, way, from, command));
                }
                for (String command : List.of("UIDL", "LIST", "RETR", "DELE", "QUIT")) {
                    all.add(Arguments.of(POP3, way, from, command));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void t01ConnectionLostAtAnyStepLosesNothingAndDoublesNothing(
            Server.Protocol protocol, String way, String from, String command) throws Exception {
        Box box = rig.box(protocol).deliver(6);
        box.fault("%s from=%s command=%s times=1".formatted(way, from, command));

        box.visitUntilQuiet();

        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(6));
        assertThat(box.left()).isZero();
        assertThat(box.ledger()).hasSize(6).containsOnly(State.DONE);
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t02OnePoisonedMessageAmongAHundredIsSetAsideInOneVisit(Server.Protocol protocol)
            throws Exception {
        Box box = rig.box(protocol).bounds(1000, 1).deliver(100).fault("bad-argument uid=37");

        VisitReport report = box.visit();

        assertThat(report.taken()).isEqualTo(99);
        assertThat(report.parked()).isEqualTo(1);
        assertThat(report.left()).isZero();
        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.textsBut(100, 37));
        assertThat(box.inbox().messages()).extracting(Message::uid).containsExactly(37L);
        assertThat(box.ledger()).hasSize(100).containsOnlyOnce(State.PARKED);
    }

    static Stream<Arguments> waysToHang() {
        return Stream.of(IMAP, POP3)
                .flatMap(protocol ->
                        Stream.of(
                                        "stall from=content after=40",
                                        "drip from=content after=40 time=50ms")
                                .map(way -> Arguments.of(protocol, way)));
    }

    @ParameterizedTest
    @MethodSource("waysToHang")
    void t04ServerThatStallsOrDripsInTheMiddleOfAMessageHoldsUpNeitherTheVisitNorTheOthers(
            Server.Protocol protocol, String way) throws Exception {
        Box box = rig.box(protocol).bounds(1000, 50).deliver(3).fault(way + " uid=2");
        long began = System.nanoTime();
        try (Collector impatient = rig.impatient()) {
            MailboxStatus status = impatient.visitOnce(box.assignment);
            assertThat(status.trouble()).isEmpty();
            assertThat(status.lastReport().orElseThrow().failed()).isEqualTo(1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.textsBut(3, 2));

        box.heal();
        rig.clock.advance(Duration.ofSeconds(5));
        VisitReport _ = box.visit();
        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(3));
        assertThat(box.left()).isZero();
    }

    @Test
    void t05MessageIsFoundByTheSafetyPollWhenIdleHasGoneSilent() throws Exception {
        Box box = rig.box(IMAP).rhythm(Duration.ofMillis(300), true).fault("silent-idle");
        rig.collector.start(List.of(box.assignment));
        assertThat(rig.until(() -> box.said("IDLE") > 0)).isTrue();

        box.deliver(1);

        assertThat(rig.until(() -> !box.handedOver().isEmpty())).isTrue();
        assertThat(box.handedOver()).isEqualTo(Box.texts(1));
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t06TokenThatEndsInTheMiddleOfAFetchCostsASignInAndNothingElse(Server.Protocol protocol)
            throws Exception {
        Box box = rig.box(protocol).deliver(8);
        box.fault("token-expired times=1 command=" + (protocol == IMAP ? "STORE" : "RETR"));

        VisitReport report = box.visit();

        assertThat(report.taken()).isEqualTo(8);
        assertThat(report.failed()).isZero();
        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(8));
        assertThat(box.left()).isZero();
        assertThat(box.dialogues()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t07MessageThatIsAnnouncedAndNotToBeHadIsTakenWhenItComes(Server.Protocol protocol)
            throws Exception {
        Box box = rig.box(protocol).deliver(3);
        for (String style : List.of("nothing", "nil", "empty")) {
            box.heal();
            box.fault("withheld uid=2 style=" + style);
            VisitReport report = box.bounds(1000, 10).visit();
            assertThat(report.failed()).isEqualTo(1);
            assertThat(box.inbox().message(2)).isPresent();
            rig.clock.advance(Duration.ofMinutes(1));
        }
        box.heal();

        VisitReport _ = box.visit();

        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(3));
        assertThat(box.left()).isZero();
        assertThat(box.ledger()).hasSize(3).containsOnly(State.DONE);
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t08PlaceholderIsNotTheMessageAndTheRealOneIsHandedOverOnce(Server.Protocol protocol)
            throws Exception {
        Box box = rig.box(protocol).deliver(3).fault("placeholder uid=2 each=1");

        VisitReport first = box.visit();
        assertThat(first.taken()).isEqualTo(2);
        assertThat(first.failed()).isEqualTo(1);
        assertThat(box.inbox().message(2)).isPresent();

        rig.clock.advance(Duration.ofSeconds(5));
        VisitReport second = box.visit();
        assertThat(second.taken()).isEqualTo(1);
        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(3));
        assertThat(box.left()).isZero();
    }

    @Test
    void t09FiveHundredRenumberedMessagesAreRecognisedAndAReportSaysSo() throws Exception {
        Box box = rig.box(IMAP).after(new After.Keep()).deliver(500);
        VisitReport _ = box.visit();
        box.inbox().renumber();
        long _ = box.deliver(Box.text(501));

        VisitReport report = box.visit();

        assertThat(report.taken()).isEqualTo(1);
        assertThat(report.known()).isEqualTo(500);
        assertThat(box.handedOver()).isEqualTo(Box.texts(501));
        assertThat(box.events(Event.Renumbered.class, Event.Renumbered::source))
                .extracting(Event.Renumbered::matched, Event.Renumbered::unknown)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(500, 1));
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t10TwoMessagesWithOneMessageIdAreTwo(Server.Protocol protocol) throws Exception {
        Box box = rig.box(protocol);
        long _ = box.deliver("Message-ID: <same@example.cz>\r\n\r\none\r\n");
        long _ = box.deliver("Message-ID: <same@example.cz>\r\n\r\ntwo\r\n");

        assertThat(box.visit().taken()).isEqualTo(2);
        assertThat(box.handedOver()).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t11MessageThatWasSentTwiceIsHandedOverTwice(Server.Protocol protocol) throws Exception {
        Box box = rig.box(protocol).after(new After.Keep());
        long _ = box.deliver(Box.text(1));
        VisitReport _ = box.visit();
        long _ = box.deliver(Box.text(1));
        long _ = box.deliver(Box.text(1));

        assertThat(box.visit().taken()).isEqualTo(2);
        assertThat(box.handedOver()).containsExactly(Box.text(1), Box.text(1), Box.text(1));
    }

    @Test
    void t13ThrottledMailboxWaitsAsLongAsItWasToldAndTheOthersGoOn() throws Exception {
        Box throttled = rig.box(IMAP).deliver(1).fault("throttled command=FETCH times=1");
        Box other = rig.box(IMAP).deliver(1);

        MailboxStatus status = throttled.tryVisit();
        assertThat(status.trouble().orElseThrow()).contains("throttled");
        assertThat(Duration.between(rig.clock.instant(), status.next()))
                .isBetween(Duration.ofSeconds(270), Duration.ofMillis(299_961));
        assertThat(throttled.events(Event.Throttled.class, Event.Throttled::source))
                .extracting(Event.Throttled::backoff)
                .containsExactly(Duration.ofMillis(299_961));

        MailboxStatus _ = throttled.tryVisit();
        assertThat(throttled.dialogues()).as("it was not even called").hasSize(1);
        assertThat(other.visit().taken()).isEqualTo(1);

        rig.clock.advance(Duration.ofMinutes(5));
        assertThat(throttled.visit().taken()).isEqualTo(1);
        assertThat(throttled.handedOver()).isEqualTo(Box.texts(1));
    }

    @Test
    void t13TenantWhoseMailboxesAreThrottledOneAfterTheOtherIsLeftAloneAndOtherTenantsGoOn()
            throws Exception {
        for (int i = 0; i < 3; i++) {
            Box one =
                    rig.box(IMAP)
                            .tenant("busy")
                            .deliver(1)
                            .fault("throttled command=SEARCH times=1");
            assertThat(one.tryVisit().trouble()).isPresent();
        }
        Box fourth = rig.box(IMAP).tenant("busy").deliver(1);
        Box elsewhere = rig.box(IMAP).tenant("elsewhere").deliver(1);

        MailboxStatus _ = fourth.tryVisit();

        assertThat(fourth.dialogues()).isEmpty();
        assertThat(elsewhere.visit().taken()).isEqualTo(1);
    }

    /// Two processes need a store that two processes may write to at once; here two collectors of
    /// one process meet at the ledger of one.
    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t14TwoCollectorsOnOneMailboxAndOneStoreHandEachMessageOverOnce(Server.Protocol protocol)
            throws Exception {
        Box box = rig.box(protocol).deliver(300);
        Collector second = rig.newCollector();
        try (second;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<MailboxStatus> one =
                    threads.submit(() -> rig.collector.visitOnce(box.assignment));
            Future<MailboxStatus> other = threads.submit(() -> second.visitOnce(box.assignment));
            MailboxStatus _ = one.get();
            MailboxStatus _ = other.get();
        }
        rig.clock.advance(Duration.ofHours(1));
        box.visitUntilQuiet();

        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(300));
        assertThat(box.left()).isZero();
    }

    @Test
    void t15MessageThatAPersonHasReadIsTakenAllTheSame() throws Exception {
        Box box = rig.box(IMAP).deliver(2);
        box.inbox().flag(1, _ -> java.util.Set.of(Flag.SEEN, Flag.FLAGGED));

        assertThat(box.visit().taken()).isEqualTo(2);
        assertThat(box.handedOver()).isEqualTo(Box.texts(2));
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void t15MessageThatAPersonTakesAwayDuringTheVisitIsTakenOnceOrNotedAsGone(
            Server.Protocol protocol) throws Exception {
        Box box = rig.box(protocol).deliver(10).fault("vanishes uid=4");

        VisitReport _ = box.visit();
        rig.clock.advance(Duration.ofMinutes(1));
        VisitReport report = box.visit();

        assertThat(report.left()).isZero();
        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.textsBut(10, 4));
        assertThat(box.left()).isZero();
        assertThat(box.ledger()).as("nothing waits for what is gone").containsOnly(State.DONE);
        assertThat(box.events(Event.FetchFailed.class, Event.FetchFailed::source))
                .anyMatch(one -> one.reason().contains("left the folder"));
    }

    @Test
    void t15MessageThatAnotherClientExpungesBetweenSearchAndFetchIsNoTrouble() throws Exception {
        Box box = rig.box(IMAP).deliver(5).fault("others-expunge victim=3 command=FETCH times=1");

        VisitReport _ = box.visit();
        rig.clock.advance(Duration.ofMinutes(1));
        VisitReport _ = box.visit();

        assertThat(box.handedOver()).containsAll(Box.textsBut(5, 3));
        assertThat(box.handedOver()).doesNotHaveDuplicates();
        assertThat(box.left()).isZero();
        assertThat(box.ledger()).containsOnly(State.DONE);
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of(IMAP, "short-content keep=20"),
                Arguments.of(IMAP, "wrong-uid shift=100"),
                Arguments.of(IMAP, "withheld style=nil"),
                Arguments.of(IMAP, "drop from=content after=30"),
                Arguments.of(POP3, "drop from=content after=30"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void t17TruncatedOrMistakenAnswerIsNotTakenForTheMessage(Server.Protocol protocol, String lie)
            throws Exception {
        Box box = rig.box(protocol).bounds(1000, 50).deliver(3).fault(lie + " uid=2");
        try (Collector impatient = rig.impatient()) {
            MailboxStatus _ = impatient.visitOnce(box.assignment);
        }
        assertThat(box.handedOver()).doesNotContain(Box.text(2)).allMatch(Box.texts(3)::contains);
        assertThat(box.inbox().message(2)).isPresent();
        box.heal();

        box.visitUntilQuiet();

        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(3));
        assertThat(box.left()).isZero();
    }

    @Test
    void t19FullDiskStopsTheCollectingRaisesAnAlarmAndCostsNoMessage() throws Exception {
        Box box = rig.box(IMAP).deliver(3);
        Box pop = rig.box(POP3).deliver(3);
        rig.reopen(Long.MAX_VALUE / 2);

        assertThat(box.tryVisit().trouble().orElseThrow()).contains("disk");
        assertThat(pop.tryVisit().trouble().orElseThrow()).contains("disk");
        assertThat(box.left() + pop.left()).isEqualTo(6);
        assertThat(box.ledger()).isEmpty();
        assertThat(box.events(Event.FetchFailed.class, Event.FetchFailed::source)).isEmpty();
        assertThat(
                        rig.until(() ->
                                rig.alarms.current().stream()
                                        .anyMatch(one -> one.subject().equals("queue space"))))
                .isTrue();

        rig.reopen(0);
        assertThat(box.visit().taken()).isEqualTo(3);
        assertThat(pop.visit().taken()).isEqualTo(3);
        assertThat(box.handedOver()).isEqualTo(Box.texts(3));
        assertThat(pop.handedOver()).isEqualTo(Box.texts(3));
    }
}
