package dev.postern.collector;

import static dev.postern.collector.ScriptedServer.breaks;
import static dev.postern.collector.ScriptedServer.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.ScriptedServer.Ill;
import dev.postern.collector.SessionEndedException.Cause;
import dev.postern.event.Event;
import dev.postern.queue.Ledger.State;
import dev.postern.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitTest extends VisitBench {

    @Test
    void everyMessageIsTakenInOrderAndDeleted() throws Exception {
        mailbox(25);

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(25);
        assertThat(report.finished()).isEqualTo(25);
        assertThat(report.left()).isZero();
        assertThat(server.messages).isEmpty();
        assertThat(handedOver()).isEqualTo(messages(25));
        assertThat(ledger().values()).containsOnly(State.DONE).hasSize(25);
    }

    @Test
    void theNextBatchIsAskedForBeforeTheOneInHandIsReceived() throws Exception {
        mailbox(30);

        VisitReport _ = visit();

        List<String> steps =
                server.said.stream()
                        .map(line -> line.split(" ", 2)[0])
                        .filter(List.of("request", "receive")::contains)
                        .toList();
        assertThat(steps)
                .containsExactly("request", "request", "receive", "request", "receive", "receive");
    }

    @Test
    void keptMessagesAreTakenOnceAndStay() throws Exception {
        plan = plan(new After.Keep());
        server.deletes = false;
        mailbox(3);

        VisitReport _ = visit();
        VisitReport second = visit();

        assertThat(second.taken()).isZero();
        assertThat(second.known()).isEqualTo(3);
        assertThat(server.messages).hasSize(3);
        assertThat(handedOver()).isEqualTo(messages(3));
        assertThat(ledger().values()).containsOnly(State.DONE);
    }

    @Test
    void deletionsThatCountAtTheLeavingAreConfirmedThen() throws Exception {
        server.confirmsAtLeaving = true;
        mailbox(2);

        VisitReport report = visit();

        assertThat(report.finished()).isEqualTo(2);
        assertThat(ledger().values()).containsOnly(State.DONE);
    }

    @Test
    void farewellThatFailsLeavesTheMessagesTakenAndTheNextVisitTellsTheServerAgain()
            throws Exception {
        server.confirmsAtLeaving = true;
        mailbox(2);
        server.before("leave", breaks(Cause.LOST));

        assertThatThrownBy(this::visit).isInstanceOf(SessionEndedException.class);
        assertThat(ledger().values()).containsOnly(State.TAKEN);
        assertThat(server.messages).hasSize(2);

        VisitReport second = visit();
        assertThat(second.taken()).isZero();
        assertThat(second.finished()).isEqualTo(2);
        assertThat(server.messages).isEmpty();
        assertThat(handedOver()).isEqualTo(messages(2));
    }

    /// Whatever breaks, and where: the visits after it bring every message once.
    @ParameterizedTest
    @CsvSource({
        "open, 0", "list, 0", "batches, 0", "request, 0", "request, 1", "request, 2", "receive, 0",
        "receive, 1", "receive, 2", "finish, 0", "finish, 1", "finish, 2", "finished, 0", "leave, 0"
    })
    void sessionThatBreaksBeforeAnyStepCostsNothingAndDoublesNothing(String step, int passed)
            throws Exception {
        server.confirmsAtLeaving = step.equals("leave");
        mailbox(30);
        for (int i = 0; i < passed; i++) {
            server.before(step, () -> {});
        }
        server.before(step, breaks(Cause.LOST));

        for (int i = 0; i < 3; i++) {
            tryVisit();
            clock.turn(Duration.ofHours(1));
        }

        assertThat(handedOver()).containsExactlyInAnyOrderElementsOf(messages(30));
        assertThat(server.messages).isEmpty();
        assertThat(ledger().values()).containsOnly(State.DONE).hasSize(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 10, 11, 20})
    void messageThatBreaksSessionsIsFoundAndTheOthersFlow(int poison) throws Exception {
        mailbox(20);
        server.ill.put(uid(poison), Ill.BREAKS);

        VisitReport report = visit();

        List<String> expected = new ArrayList<>(messages(20));
        expected.remove("message " + poison);
        assertThat(handedOver()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(report.taken()).isEqualTo(19);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.left()).isEqualTo(1);
        assertThat(report.retryAt()).contains(clock.instant().plusSeconds(2));
        assertThat(server.messages).containsOnlyKeys(uid(poison));
    }

    @ParameterizedTest
    @EnumSource(Ill.class)
    void messageThatIsNeverDeliveredIsParkedAfterItsAttemptsAndStaysInTheMailbox(Ill how)
            throws Exception {
        mailbox(4);
        server.ill.put(uid(2), how);

        List<VisitReport> reports = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            reports.add(visit());
            clock.turn(Duration.ofHours(1));
        }

        assertThat(reports).extracting(VisitReport::failed).containsExactly(1, 1, 0, 0);
        assertThat(reports).extracting(VisitReport::parked).containsExactly(0, 0, 1, 0);
        assertThat(reports).extracting(VisitReport::left).containsExactly(1, 1, 0, 0);
        assertThat(ledger()).containsEntry("2", State.PARKED);
        assertThat(server.messages).containsOnlyKeys(uid(2));
        assertThat(handedOver()).containsExactlyInAnyOrder("message 1", "message 3", "message 4");
        assertThat(events(Event.FetchFailed.class))
                .extracting(Event.FetchFailed::attempt, Event.FetchFailed::parked)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, false),
                        org.assertj.core.groups.Tuple.tuple(2, false),
                        org.assertj.core.groups.Tuple.tuple(3, true));
    }

    @Test
    void messageThatComesLateIsNotAskedForBeforeItsTimeAndThenTaken() throws Exception {
        mailbox(1);
        server.ill.put(uid(1), Ill.MISSING);
        VisitReport _ = visit();
        server.ill.clear();

        VisitReport early = visit();
        assertThat(early.taken()).isZero();
        assertThat(early.left()).isEqualTo(1);
        assertThat(early.failed()).isZero();

        clock.turn(Duration.ofSeconds(2));
        assertThat(visit().taken()).isEqualTo(1);
        assertThat(handedOver()).containsExactly("message 1");
        assertThat(ledger()).containsEntry("1", State.DONE);
    }

    @Test
    void messageThatWentBeforeItWasFetchedLeavesNothingPending() throws Exception {
        mailbox(2);
        server.ill.put(uid(2), Ill.MISSING);
        VisitReport _ = visit();
        server.messages.remove(uid(2));

        VisitReport _ = visit();

        assertThat(ledger()).containsOnlyKeys("1");
        assertThat(events(Event.FetchFailed.class).getLast().reason()).contains("left the folder");
    }

    @Test
    void fullDiskIsNotTheMessagesFault() throws Exception {
        mailbox(3);
        diskFull = true;

        assertThatThrownBy(this::visit).isInstanceOf(QueueUnavailableException.class);
        diskFull = false;

        assertThat(ledger()).isEmpty();
        assertThat(events(Event.FetchFailed.class)).isEmpty();
        assertThat(server.messages).hasSize(3);
        assertThat(visit().taken()).isEqualTo(3);
        assertThat(handedOver()).isEqualTo(messages(3));
    }

    @Test
    void diskThatFillsUpBetweenTwoBatchesKeepsWhatWasCommitted() throws Exception {
        mailbox(20);
        server.before("finish", () -> diskFull = true);

        assertThatThrownBy(this::visit).isInstanceOf(QueueUnavailableException.class);
        diskFull = false;
        VisitReport _ = visit();

        assertThat(handedOver()).containsExactlyInAnyOrderElementsOf(messages(20));
        assertThat(server.messages).isEmpty();
    }

    @Test
    void idsThatStandForSeveralMessagesAreLeftAloneAndAPersonIsTold() throws Exception {
        mailbox(2);
        server.ambiguous.add("twice");

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(2);
        assertThat(report.left()).isEqualTo(1);
        assertThat(report.more()).as("no storm of visits").isFalse();
        assertThat(events(Event.AlarmRaised.class).getFirst().text()).contains("twice");
    }

    @Test
    void firstVisitFromNowOnSkipsWhatIsThere() throws Exception {
        plan = plan(new After.Delete(), MailboxPlan.Start.NOW, 1000, 3);
        mailbox(3);

        VisitReport first = visit();
        server.has(4, "message 4");
        VisitReport second = visit();

        assertThat(first.known()).isEqualTo(3);
        assertThat(second.taken()).isEqualTo(1);
        assertThat(handedOver()).containsExactly("message 4");
        assertThat(ledger())
                .containsEntry("1", State.SKIPPED)
                .containsEntry("4", State.DONE)
                .hasSize(4);
    }

    @Test
    void whatTheServerDidWithoutOurHearingItIsNotDoneAgain() throws Exception {
        mailbox(2);
        server.before("finished", breaks(Cause.LOST));
        server.before("open", () -> {});
        server.before("open", breaks(Cause.UNAVAILABLE));
        assertThatThrownBy(this::visit).isInstanceOf(SessionEndedException.class);
        assertThat(ledger().values()).containsOnly(State.TAKEN);

        VisitReport second = visit();

        assertThat(second.finished()).isEqualTo(2);
        assertThat(second.taken()).isZero();
        assertThat(ledger().values()).containsOnly(State.DONE);
    }

    @Test
    void previewChangesNothing() throws Exception {
        mailbox(3);
        Preview preview = Preview.of(plan, server, around());

        assertThat(preview.wanted()).extracting(Preview.Item::id).containsExactly("1", "2", "3");
        assertThat(ledger()).isEmpty();
        assertThat(store.ledger().generation(name + "@example.cz", "INBOX")).isEmpty();
        assertThat(server.messages).hasSize(3);
        assertThat(server.said).doesNotContain("receive").contains("close");
    }
}
