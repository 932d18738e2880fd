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
import dev.postern.lab.mail.Dialogue;
import dev.postern.lab.mail.store.Message;
import dev.postern.queue.Ledger.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Exchange Online does to who collects from it (E1 to E13).
@Tag("acceptance")
class ExchangeTest {

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

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void e01MissingRightIsToldWithItsRemedyAndTakesTheTokenFromNobody(Server.Protocol protocol)
            throws Exception {
        Box box = rig.box(protocol).deliver(1);
        Box other = rig.box(protocol).deliver(1);
        Rig.LAB
                .directory()
                .put("/tenants/example/exchange/mailboxes/" + box.address(), "{full-access: []}");
        long fetched = rig.events(Event.TokenFetched.class).size();

        MailboxStatus status = box.tryVisit();

        assertThat(status.trouble().orElseThrow())
                .contains(
                        switch (protocol) {
                            case IMAP -> "Add-MailboxPermission -Identity " + box.address();
                            case POP3 -> "refused the sign-in";
                        });
        assertThat(status.failures()).isEqualTo(1);
        assertThat(other.visit().taken()).isEqualTo(1);
        assertThat(rig.events(Event.TokenFetched.class).size() - fetched).isLessThanOrEqualTo(1);
        assertThat(box.ledger()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void e02MessageThatIsServedSecondsLaterIsTakenThen(Server.Protocol protocol) throws Exception {
        Box box = rig.box(protocol).bounds(1000, 10).deliver(2).fault("withheld uid=1 each=2");

        VisitReport first = box.visit();
        assertThat(first.retryAt().orElseThrow()).isBefore(rig.clock.instant().plusSeconds(3));
        rig.clock.advance(Duration.ofSeconds(3));
        assertThat(box.visit().failed()).isEqualTo(1);
        rig.clock.advance(Duration.ofSeconds(10));
        assertThat(box.visit().taken()).isEqualTo(1);

        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(2));
        assertThat(box.left()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void e03PlaceholderThatNeverBecomesAMessageIsParkedWithItsBytesAndNotDeleted(
            Server.Protocol protocol) throws Exception {
        Box box = rig.box(protocol).deliver(2).fault("placeholder uid=1");

        for (int i = 0; i < 3; i++) {
            VisitReport _ = box.visit();
            rig.clock.advance(Duration.ofHours(1));
        }

        assertThat(box.ledger()).containsExactlyInAnyOrder(State.PARKED, State.DONE);
        assertThat(box.inbox().messages()).extracting(Message::uid).containsExactly(1L);
        assertThat(box.handedOver()).containsExactly(Box.text(2));
        assertThat(box.visit().left()).as("and it bothers nobody any more").isZero();
    }

    @Test
    void e04SessionThatEndsWithItsTokenIsReplacedAndNothingIsFetchedTwice() throws Exception {
        Box box = rig.box(IMAP).deliver(30).fault("token-expired command=EXPUNGE times=1");

        VisitReport report = box.visit();

        assertThat(report.taken()).isEqualTo(30);
        assertThat(report.failed()).isZero();
        assertThat(box.left()).isZero();
        assertThat(box.handedOver()).isEqualTo(Box.texts(30));
        assertThat(box.ledger()).containsOnly(State.DONE);
    }

    @Test
    void e05PostOfficeIsSignedInToOnTwoLinesWhateverItSaysItCanDo() throws Exception {
        for (String capabilities :
                List.of("with=PIPELINING", "without=UIDL,TOP", "without=PIPELINING,SASL")) {
            Box box = rig.box(POP3).deliver(5).fault("capabilities " + capabilities);
            assertThat(box.visit().taken()).isEqualTo(5);
            assertThat(box.left()).isZero();
            assertThat(box.handedOver()).isEqualTo(Box.texts(5));
            Dialogue dialogue = box.dialogues().getFirst();
            assertThat(dialogue.lines()).anyMatch(line -> line.equals("C: AUTH XOAUTH2"));
        }
    }

    @ParameterizedTest
    @CsvSource({"IMAP, 0", "IMAP, 1", "IMAP, 99999999", "POP3, 0", "POP3, 99999999"})
    void e06SizesAreHintsAndDecideNothing(Server.Protocol protocol, long size) throws Exception {
        Box box = rig.box(protocol).deliver(4).fault("false-size bytes=" + size);

        assertThat(box.visit().taken()).isEqualTo(4);
        assertThat(box.handedOver()).isEqualTo(Box.texts(4));
    }

    @ParameterizedTest
    @CsvSource({
        "IMAP, SELECT",
        "IMAP, SEARCH",
        "IMAP, FETCH",
        "IMAP, STORE",
        "POP3, UIDL",
        "POP3, LIST",
        "POP3, RETR"
    })
    void e07ThrottlingIsObeyedAtWhateverStepItComes(Server.Protocol protocol, String command)
            throws Exception {
        Box box =
                rig.box(protocol)
                        .tenant("throttled at " + command)
                        .deliver(3)
                        .fault("throttled backoff=100s times=1 command=" + command);

        MailboxStatus status = box.tryVisit();

        assertThat(status.trouble()).isPresent();
        assertThat(status.next())
                .isBetween(
                        rig.clock.instant().plusSeconds(60), rig.clock.instant().plusSeconds(101));
        assertThat(box.events(Event.FetchFailed.class, Event.FetchFailed::source))
                .as("no message is to blame")
                .isEmpty();
        rig.clock.advance(Duration.ofSeconds(101));
        VisitReport _ = box.visit();
        assertThat(box.handedOver()).isEqualTo(Box.texts(3));
        assertThat(box.left()).isZero();
    }

    @Test
    void e08NothingIsAskedForThatExchangeGetsWrong() throws Exception {
        Box box = rig.box(IMAP).deliver(2);

        VisitReport _ = box.visit();

        assertThat(box.dialogues().getFirst().lines())
                .noneMatch(line -> line.contains("BODYSTRUCTURE") || line.contains("ENVELOPE"))
                .noneMatch(line -> line.contains("BODY[]<"))
                .anyMatch(line -> line.contains("BODY.PEEK[]"));
    }

    @Test
    void e09NewMailIsTakenAtOnceWhileTheServerListens() throws Exception {
        Box box = rig.box(IMAP).rhythm(Duration.ofHours(1), true);
        Collector collector = rig.newCollector();
        try (collector) {
            collector.start(List.of(box.assignment));
            assertThat(rig.until(() -> box.said("IDLE") > 0)).isTrue();

            box.deliver(2);

            assertThat(rig.until(() -> box.handedOver().size() == 2)).isTrue();
            assertThat(rig.until(() -> box.left() == 0)).isTrue();
            assertThat(box.dialogues()).as("in the same session").hasSize(1);
        }
        assertThat(rig.until(() -> Rig.LAB.mail().journal().connectionsOpen(box.address()) == 0))
                .isTrue();
    }

    @Test
    void e09ServerThatDropsEveryListenerIsNotVisitedInAStorm() throws Exception {
        Box box = rig.box(IMAP).rhythm(Duration.ofHours(1), true).fault("drop command=IDLE");
        Collector collector = rig.newCollector();
        try (collector) {
            collector.start(List.of(box.assignment));
            assertThat(
                            rig.until(() ->
                                    box.said("IDLE") > 0
                                            && collector.status().getFirst().activity()
                                                    == MailboxStatus.Activity.WAITING))
                    .isTrue();

            MailboxStatus status = collector.status().getFirst();

            assertThat(Duration.between(status.lastSuccess().orElseThrow(), status.next()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
            assertThat(box.dialogues()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6})
    void e10BrokenMessageSpoilsNothingButItselfWhereverItStands(int uid) throws Exception {
        for (int code : new int[] {10, 11, 12}) {
            Box box =
                    rig.box(IMAP)
                            .deliver(6)
                            .fault("bad-argument code=%d uid=%d".formatted(code, uid));

            VisitReport report = box.visit();

            assertThat(report.taken()).isEqualTo(5);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.textsBut(6, uid));
            assertThat(box.left()).isEqualTo(1);
            assertThat(box.events(Event.FetchFailed.class, Event.FetchFailed::source))
                    .extracting(Event.FetchFailed::reason)
                    .allMatch(reason -> reason.contains("Command Argument Error. " + code));
        }
    }

    @Test
    void e11MessagesInMicrosoftsOwnFormatsPassAsTheyAre() throws Exception {
        String winmail =
                """
                Message-ID: <tnef@example.cz>\r
                MIME-Version: 1.0\r
                Content-Type: application/ms-tnef; name="winmail.dat"\r
                Content-Transfer-Encoding: base64\r
                \r
                eJ8+IgkQAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADoAAEIgAcAGAAAAElQTS5NaWNy\r
                """;
        Box box = rig.box(IMAP);
        long _ = box.deliver(winmail);

        assertThat(box.visit().taken()).isEqualTo(1);
        assertThat(box.handedOver()).containsExactly(winmail);
    }

    @Test
    void e12OutageOfOneProtocolIsToldAndTheOtherServesTheSameMailbox() throws Exception {
        Box imap = rig.box(IMAP).deliver(2).fault("server-unavailable protocol=imap");

        MailboxStatus status = imap.tryVisit();
        assertThat(status.trouble().orElseThrow()).contains("Server Unavailable. 15");
        assertThat(status.next()).isAfter(rig.clock.instant().plusSeconds(5));
        assertThat(imap.ledger()).isEmpty();

        Box pop = new Box(rig, imap.name, POP3);
        assertThat(pop.visit().taken()).isEqualTo(2);
        assertThat(pop.handedOver()).isEqualTo(Box.texts(2));
    }

    @Test
    void e12MessagesThatStayOnTheServerAreKnownAfterAChangeOfTheProtocolAndBack() throws Exception {
        Box imap = rig.box(IMAP).after(new After.Keep()).deliver(5);
        Box pop = new Box(rig, imap.name, POP3).after(new After.Keep());
        assertThat(imap.visit().taken()).isEqualTo(5);
        long _ = imap.deliver(Box.text(6));

        assertThat(pop.visit().taken()).isEqualTo(1);
        long _ = imap.deliver(Box.text(7));
        assertThat(imap.visit().taken()).isEqualTo(1);

        assertThat(imap.handedOver()).isEqualTo(Box.texts(7));
    }

    @Test
    void e13MessageThatIsRenderedAnewWithEveryDownloadIsTakenOnce() throws Exception {
        Box box = rig.box(IMAP).after(new After.Keep()).deliver(3).fault("rendition");

        assertThat(box.visit().taken()).isEqualTo(3);
        assertThat(box.visit().taken()).isZero();
        box.inbox().renumber();
        assertThat(box.visit().taken()).isZero();
        assertThat(box.handedOver()).hasSize(3);
    }
}
