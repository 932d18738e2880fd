package dev.postern.collector;

import static dev.postern.collector.ScriptedServer.breaks;
import static dev.postern.collector.ScriptedServer.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.SessionEndedException.Cause;
import dev.postern.event.Event;
import dev.postern.queue.Ledger.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How a visit ends before all is done, or goes on in another session.
class VisitEndTest extends VisitBench {

    private int attempts(long uid) throws Exception {
        var place = new dev.postern.queue.Place(name + "@example.cz", "INBOX", server.generation);
        return store.ledger().entries(place).get(uid(uid)).attempts();
    }

    @Test
    void noMoreThanTheBudgetIsTakenInOneVisit() throws Exception {
        plan = plan(new After.Delete(), MailboxPlan.Start.ALL, 7, 3);
        mailbox(16);

        List<VisitReport> reports = List.of(visit(), visit(), visit());

        assertThat(reports).extracting(VisitReport::taken).containsExactly(7, 7, 2);
        assertThat(reports).extracting(VisitReport::left).containsExactly(9, 2, 0);
        assertThat(reports).extracting(VisitReport::more).containsExactly(true, true, false);
        assertThat(handedOver()).isEqualTo(messages(16));
    }

    @Test
    void visitThatRunsOutOfTimeFinishesWhatItAskedForAndLeavesTheRest() throws Exception {
        mailbox(40);
        server.before("receive", () -> clock.turn(VISIT_MAX));

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(20);
        assertThat(report.left()).isEqualTo(20);
        assertThat(report.more()).isTrue();
        assertThat(ledger().values()).containsOnly(State.DONE).hasSize(20);
    }

    @Test
    void visitThatIsStoppedFinishesTheBatchesInHandAndAsksForNoMore() throws Exception {
        mailbox(40);
        server.before("receive", () -> stopping = true);

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(20);
        assertThat(server.messages).hasSize(20);
        assertThat(ledger().values()).containsOnly(State.DONE);
    }

    @Test
    void interruptedVisitBlamesNoMessage() throws Exception {
        mailbox(1);
        server.before(
                "receive",
                () -> {
                    throw new InterruptedException();
                });

        assertThatThrownBy(this::visit).isInstanceOf(InterruptedException.class);

        assertThat(ledger()).isEmpty();
        assertThat(events(Event.FetchFailed.class)).isEmpty();
    }

    @Test
    void visitThatIsCutBlamesTheMessageThatDidNotCome() throws Exception {
        mailbox(1);
        Visit visit = new Visit(plan, around(), suspects, false, () -> false);
        server.before("receive", visit::cut);
        java.time.Instant end = clock.instant().plus(VISIT_MAX);

        try (Session last = visit.run(server.open(end), server, end)) {
            assertThat(last.canAwaitNews()).isFalse();
        }

        assertThat(visit.report().failed()).isEqualTo(1);
        assertThat(attempts(1)).isEqualTo(1);
    }

    @Test
    void sessionWhoseTokenEndsSoonIsReplacedAndNothingIsFetchedTwice() throws Exception {
        mailbox(40);
        server.renewBefore = clock.instant().plusSeconds(60);
        server.before(
                "receive",
                () -> {
                    clock.turn(Duration.ofSeconds(90));
                    server.renewBefore = java.time.Instant.MAX;
                });

        // The first session has its own idea of when to renew: it reads the field at each batch.
        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(40);
        assertThat(handedOver()).isEqualTo(messages(40));
    }

    @Test
    void sessionThatMustAlwaysBeRenewedEndsTheVisitAndLeavesTheRestForTheNext() throws Exception {
        mailbox(5);
        server.renewBefore = clock.instant();

        VisitReport report = visit();

        assertThat(report.taken()).isZero();
        assertThat(report.left()).isEqualTo(5);
        assertThat(report.more()).isTrue();
        assertThat(server.count("open")).isEqualTo(6);
    }

    @Test
    void tokenThatEndsInTheMiddleIsDroppedAndTheVisitGoesOn() throws Exception {
        mailbox(30);
        server.before("receive", () -> {});
        server.before("receive", breaks(Cause.TOKEN_ENDED));

        VisitReport report = visit();

        assertThat(report.taken()).isEqualTo(30);
        assertThat(report.failed()).isZero();
        assertThat(report.finished()).isEqualTo(30);
        assertThat(server.count("drop-token")).isEqualTo(1);
        assertThat(handedOver()).isEqualTo(messages(30));
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"THROTTLED", "UNAVAILABLE", "REFUSED"})
    void serverThatWantsToBeLeftAloneIs(Cause why) throws Exception {
        mailbox(3);
        server.before("receive", breaks(why));

        assertThatThrownBy(this::visit).isInstanceOf(SessionEndedException.class);

        assertThat(server.count("open")).isEqualTo(1);
        assertThat(ledger()).isEmpty();
    }

    @Test
    void sessionThatWasDeadBeforeTheVisitIsReplacedOnce() throws Exception {
        mailbox(3);
        server.before("list", breaks(Cause.LOST));
        assertThat(visit().taken()).isEqualTo(3);

        server.before("list", breaks(Cause.LOST));
        server.before("list", breaks(Cause.LOST));
        assertThatThrownBy(this::visit).isInstanceOf(SessionEndedException.class);
    }
}
