package dev.postern.collector;

import static dev.postern.collector.ScriptedServer.breaks;
import static dev.postern.collector.ScriptedServer.uid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.ScriptedServer.Ill;
import dev.postern.event.Event;
import dev.postern.queue.Ledger.State;
import dev.postern.queue.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenumberingTest extends VisitBench {

    private static final Instant SAME = Instant.parse("2026-11-20T08:00:00Z");

    @BeforeEach
    void keep() {
        plan = plan(new After.Keep());
        server.deletes = false;
    }

    /// All messages get new ids, in the same order.
    private void renumber(long first) {
        server.generation++;
        move(first);
    }

    private void move(long first) {
        List<Map.Entry<ServerId, ScriptedServer.Stored>> all =
                new ArrayList<>(server.messages.entrySet());
        server.messages.clear();
        for (int i = 0; i < all.size(); i++) {
            ServerId id =
                    server.generation == 0 ? new ServerId.Uidl("u" + (first + i)) : uid(first + i);
            server.messages.put(id, all.get(i).getValue());
        }
    }

    private void alike(int count) {
        for (int i = 1; i <= count; i++) {
            server.has(uid(i), "alike " + i, SAME, "");
        }
    }

    @Test
    void messagesAreRecognisedByDateAndMessageIdAndNotFetchedAgain() throws Exception {
        for (int i = 1; i <= 50; i++) {
            server.has(i, "message " + i);
        }
        VisitReport _ = visit();
        renumber(1000);
        server.has(2000, "new");

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(1);
        assertThat(report.known()).isEqualTo(50);
        assertThat(handedOver()).hasSize(51).doesNotHaveDuplicates();
        assertThat(events(Event.Renumbered.class))
                .containsExactly(new Event.Renumbered(name, 1, 2, 50, 1));
    }

    @Test
    void messagesWithoutMessageIdAreRecognisedByTheirBytes() throws Exception {
        alike(12);
        VisitReport _ = visit();
        renumber(100);
        server.has(uid(500), "other", SAME, "");

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(1);
        assertThat(report.known()).isEqualTo(12);
        assertThat(visit().known()).isEqualTo(13);
        assertThat(handedOver()).hasSize(13).doesNotHaveDuplicates();
    }

    @Test
    void twoMessagesWithOneMessageIdAndDateStayTwo() throws Exception {
        server.has(uid(1), "one", SAME, "<same>");
        server.has(uid(2), "two", SAME, "<same>");
        VisitReport _ = visit();
        renumber(100);
        server.has(uid(102), "three", SAME, "<same>");

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(1);
        assertThat(handedOver()).containsExactly("one", "two", "three");
    }

    @Test
    void visitThatBreaksInTheMiddleGoesOnRecognisingInTheNextSession() throws Exception {
        alike(35);
        VisitReport _ = visit();
        renumber(100);
        server.before("receive", () -> {});
        server.before("receive", breaks(SessionEndedException.Cause.LOST));

        VisitReport report = visit();

        assertThat(report.taken()).isZero();
        assertThat(handedOver()).hasSize(35).doesNotHaveDuplicates();
        assertThat(events(Event.Renumbered.class)).hasSize(1);
    }

    @Test
    void visitThatFailsInTheMiddleGoesOnRecognisingInTheNextVisit() throws Exception {
        alike(35);
        VisitReport _ = visit();
        renumber(100);
        server.before("receive", () -> {});
        server.before("receive", breaks(SessionEndedException.Cause.UNAVAILABLE));

        tryVisit();
        VisitReport report = visit();

        assertThat(report.taken()).isZero();
        assertThat(handedOver()).hasSize(35).doesNotHaveDuplicates();
    }

    @Test
    void messageThatComesLateAfterARenumberingIsStillRecognised() throws Exception {
        alike(3);
        VisitReport _ = visit();
        renumber(100);
        server.ill.put(uid(101), Ill.MISSING);
        VisitReport _ = visit();
        server.ill.clear();
        clock.turn(Duration.ofHours(1));

        VisitReport report = visit();

        assertThat(report.taken()).isZero();
        assertThat(ledger().values()).containsOnly(State.DONE).hasSize(3);
        assertThat(handedOver()).hasSize(3);
    }

    @Test
    void renumberingInTheMiddleOfAVisitIsNoticedInTheNextSession() throws Exception {
        alike(25);
        server.before("receive", () -> {});
        server.before(
                "receive",
                () -> {
                    renumber(100);
                    throw new SessionEndedException(
                            SessionEndedException.Cause.LOST, "the mailbox was moved");
                });

        VisitReport _ = visit();

        assertThat(handedOver()).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void generationThatComesBackBringsNothingTwice() throws Exception {
        server.has(1, "one");
        server.has(2, "two");
        VisitReport _ = visit();
        renumber(100);
        VisitReport _ = visit();
        server.generation = 1;
        move(1);

        assertThat(visit().taken()).isZero();
        assertThat(handedOver()).hasSize(2);
    }

    @Test
    void unconfirmedDeletionIsRepeatedUnderTheNewId() throws Exception {
        plan = plan(new After.Delete());
        server.has(1, "one");
        server.before("finish", breaks(SessionEndedException.Cause.UNAVAILABLE));
        tryVisit();
        server.deletes = true;
        renumber(100);

        VisitReport report = visit();

        assertThat(report.taken()).isZero();
        assertThat(report.finished()).isEqualTo(1);
        assertThat(server.messages).isEmpty();
        assertThat(handedOver()).containsExactly("one");
    }

    @Test
    void postOfficeThatGivesNewIdsIsNoticedAndTheBytesDecideAlsoInTheNextSession()
            throws Exception {
        server.generation = 0;
        for (int i = 1; i <= 25; i++) {
            server.has(new ServerId.Uidl("a" + i), "message " + i, SAME, "<" + i + ">");
        }
        VisitReport _ = visit();
        move(100);
        server.has(new ServerId.Uidl("new"), "new", SAME, "<new>");
        server.before("receive", () -> {});
        server.before("receive", breaks(SessionEndedException.Cause.LOST));

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(1);
        assertThat(handedOver()).hasSize(26).doesNotHaveDuplicates();
    }

    @Test
    void messagesThatWereNotWantedAreNotTakenUnderNewIds() throws Exception {
        plan = plan(new After.Keep(), MailboxPlan.Start.NOW, 1000, 3);
        server.has(1, "old");
        server.has(uid(2), "anonymous and old", SAME, "");
        server.has(uid(3), "deleted meanwhile", SAME, "");
        VisitReport _ = visit();
        server.messages.remove(uid(3));
        server.has(4, "taken");
        VisitReport _ = visit();
        renumber(100);
        server.has(500, "new");

        VisitReport report = visit();

        assertThat(report.known()).isEqualTo(3);
        assertThat(handedOver()).containsExactly("taken", "new");
        assertThat(events(Event.Renumbered.class))
                .containsExactly(new Event.Renumbered(name, 1, 2, 3, 1));
    }

    @Test
    void newMessageThatCannotBeToldFromAnUnwantedOneIsTaken() throws Exception {
        plan = plan(new After.Keep(), MailboxPlan.Start.NOW, 1000, 3);
        server.has(uid(1), "old", SAME, "");
        VisitReport _ = visit();
        renumber(100);
        server.has(uid(500), "new", SAME, "");

        VisitReport _ = visit();

        assertThat(handedOver()).contains("new");
    }

    @Test
    void equalMessagesThatAreThereAtOnceAreTwo() throws Exception {
        server.generation = 0;
        server.has(new ServerId.Uidl("a"), "same", SAME, "<same>");
        VisitReport _ = visit();
        server.has(new ServerId.Uidl("b"), "same", SAME, "<same>");

        assertThat(visit().taken()).isEqualTo(1);
        assertThat(handedOver()).containsExactly("same", "same");
    }
}
