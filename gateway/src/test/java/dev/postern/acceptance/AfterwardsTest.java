package dev.postern.acceptance;

import static dev.postern.collector.Server.Protocol.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.MailboxPlan.Start;
import dev.postern.collector.MailboxStatus;
import dev.postern.collector.Preview;
import dev.postern.collector.Server;
import dev.postern.collector.VisitReport;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.queue.Ledger.State;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of messages on the server once they are taken, and what is left alone.
@Tag("acceptance")
class AfterwardsTest {

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

    @Test
    void seenMessagesAreMarkedAndStay() throws Exception {
        Box box = rig.box(IMAP).after(new After.Seen()).deliver(3);

        assertThat(box.visit().finished()).isEqualTo(3);
        assertThat(box.visit().taken()).isZero();

        assertThat(box.inbox().messages()).hasSize(3).allMatch(one -> one.is(Flag.SEEN));
        assertThat(box.ledger()).containsOnly(State.DONE);
    }

    @Test
    void keptMessagesAreNotTouchedNotEvenTheirFlags() throws Exception {
        Box box = rig.box(IMAP).after(new After.Keep()).deliver(3);

        assertThat(box.visit().finished()).isEqualTo(3);

        assertThat(box.inbox().messages()).hasSize(3).allMatch(one -> one.flags().isEmpty());
        assertThat(box.said("SELECT")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MOVE", "UIDPLUS", "MOVE,UIDPLUS"})
    void movedMessagesAreInAFolderThatIsMadeWhateverTheServerCanDo(String without)
            throws Exception {
        Box box = rig.box(IMAP).after(new After.MoveTo("Taken/By Postern")).deliver(4);
        box.fault("capabilities without=" + (without.isEmpty() ? "NOTHING" : without));

        VisitReport report = box.visit();

        assertThat(report.finished()).isEqualTo(4);
        assertThat(box.left()).isZero();
        assertThat(box.folder("Taken/By Postern").messages()).hasSize(4);
        assertThat(box.ledger()).containsOnly(State.DONE);
        assertThat(box.handedOver()).isEqualTo(Box.texts(4));
    }

    @Test
    void withoutUidPlusDeletedMessagesAreExpunged() throws Exception {
        Box box = rig.box(IMAP).deliver(4).fault("capabilities without=UIDPLUS");

        assertThat(box.visit().finished()).isEqualTo(4);
        assertThat(box.left()).isZero();
        assertThat(box.ledger()).containsOnly(State.DONE);
    }

    @Test
    void withoutUidPlusNobodyElsesMarkedMessageIsExpungedAndAPersonIsTold() throws Exception {
        Box box = rig.box(IMAP).deliver(4).fault("capabilities without=UIDPLUS");
        VisitReport _ = box.visit();
        box.deliver(2);
        long theirs = box.inbox().messages().getFirst().uid();
        box.after(new After.Keep());
        VisitReport _ = box.visit();
        box.inbox().flag(theirs, _ -> Set.of(Flag.DELETED));
        box.after(new After.Delete());
        long ours = box.deliver(Box.text(9));

        VisitReport report = box.visit();

        assertThat(report.finished()).isZero();
        assertThat(box.inbox().message(theirs)).isPresent();
        assertThat(box.ledger()).contains(State.TAKEN);
        String subject = "mailbox " + box.name + " keeps what was taken";
        assertThat(rig.alarms.current()).anyMatch(one -> one.subject().equals(subject));

        box.inbox().flag(theirs, _ -> Set.of());
        assertThat(box.visit().finished()).isEqualTo(1);
        assertThat(box.inbox().message(ours)).isEmpty();
        assertThat(rig.alarms.current()).noneMatch(one -> one.subject().equals(subject));
    }

    @Test
    void folderThatCanOnlyBeReadIsCollectedOnceAndAPersonIsTold() throws Exception {
        Box box = rig.box(IMAP).deliver(2).fault("read-only");

        MailboxStatus _ = box.tryVisit();
        MailboxStatus _ = box.tryVisit();
        assertThat(box.handedOver()).isEqualTo(Box.texts(2));
        assertThat(box.left()).isEqualTo(2);
        assertThat(rig.alarms.current())
                .anyMatch(one -> one.subject().contains(box.name + " keeps"));

        box.heal();
        VisitReport _ = box.visit();
        assertThat(box.left()).isZero();
        assertThat(box.handedOver()).hasSize(2);
    }

    @Test
    void firstVisitFromNowOnTakesOnlyWhatComesLater() throws Exception {
        for (Server.Protocol protocol : Server.Protocol.values()) {
            Box box = rig.box(protocol).start(Start.NOW).deliver(3);
            VisitReport _ = box.visit();
            long _ = box.deliver(Box.text(4));
            assertThat(box.visit().taken()).isEqualTo(1);
            assertThat(box.handedOver()).containsExactly(Box.text(4));
            assertThat(box.left()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Server.Protocol.class)
    void previewChangesNothingHereOrThere(Server.Protocol protocol) throws Exception {
        Box box = rig.box(protocol).deliver(3);

        Preview preview = rig.collector.preview(box.assignment);

        assertThat(preview.there()).isEqualTo(3);
        assertThat(preview.wanted()).hasSize(3);
        assertThat(box.left()).isEqualTo(3);
        assertThat(box.inbox().messages()).allMatch(one -> one.flags().isEmpty());
        assertThat(box.ledger()).isEmpty();
        assertThat(box.handedOver()).isEmpty();
        assertThat(box.visit().taken()).isEqualTo(3);
    }

    @Test
    void uidValidityThatChangesInTheMiddleOfAVisitBringsNothingTwice() throws Exception {
        Box box = rig.box(IMAP).after(new After.Keep()).deliver(20);
        box.fault("renumbered told=yes command=FETCH times=1");

        box.visitUntilQuiet();

        assertThat(box.handedOver()).containsExactlyInAnyOrderElementsOf(Box.texts(20));
    }

    @Test
    void largeMessageIsTakenOctetByOctet() throws Exception {
        for (Server.Protocol protocol : Server.Protocol.values()) {
            Box box = rig.box(protocol);
            MessageSource source = MessageSource.generated(7, 3_000_001);
            box.inbox().deliver(source, rig.clock.instant(), Set.of());
            assertThat(box.visit().taken()).isEqualTo(1);
            try (var octets = source.open()) {
                assertThat(box.handedOver().getFirst())
                        .isEqualTo(
                                new String(
                                        octets.readAllBytes(),
                                        java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
    }
}
