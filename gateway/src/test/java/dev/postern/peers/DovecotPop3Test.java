package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.MailboxStatus;
import dev.postern.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Collecting from a real Dovecot by POP3.
@Tag("peer")
class DovecotPop3Test extends WithDovecot {

    @Override
    Assignment assignment(After after) {
        return pop3(after);
    }

    @Test
    void deletedAfterTheyAreSafe() throws Exception {
        List<String> sent = deliver(25, 3000);
        assertThat(visit(new After.Delete()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(there("INBOX")).isZero();
    }

    @Test
    void keptAreKnownByTheirUniqueIds() throws Exception {
        List<String> sent = new ArrayList<>(deliver(25, 500));
        visit(new After.Keep());
        dovecot.doveadm("expunge", "-u", mailbox, "mailbox", "INBOX", "uid", "3:7");
        sent.addAll(deliver(100, 2, 500));
        MailboxStatus second = visit(new After.Keep());
        assertThat(second.lastReport().orElseThrow().taken()).isEqualTo(2);
        assertThat(handedOver()).isEqualTo(sent.stream().sorted().toList());
        assertThat(there("INBOX")).isEqualTo(22);
    }

    @Test
    void refusedTokenIsReportedAndForgotten() throws Exception {
        deliver(1, 500);
        postern.use("token-of-nobody");
        assertThat(visit(new After.Delete()).trouble().orElseThrow())
                .contains("refused the sign-in")
                .doesNotContain("token-of-nobody");
        assertThat(postern.forgotten()).contains("token-of-nobody");

        postern.use(TOKEN);
        visit(new After.Delete());
        assertThat(handedOver()).hasSize(1);
    }

    @Test
    void messagesExpungedUnderneathAreMissedByNobody() throws Exception {
        List<String> kept = new ArrayList<>(deliver(500, 600));
        deliver(1000, 100, 600);
        kept.addAll(deliver(2000, 50, 600));
        duringTheVisit("expunge", "-u", mailbox, "mailbox", "INBOX", "uid", "501:600");
        for (int visits = 0; visits < 3; visits++) {
            visit(new After.Keep());
        }
        assertThat(handedOver()).containsAll(kept).doesNotHaveDuplicates();
        assertThat(postern.events())
                .noneMatch(event -> event instanceof Event.FetchFailed failed && failed.parked());
    }

    @Test
    void bigMessageComesWhole() throws Exception {
        List<String> sent = deliver(1, 30 << 20);
        assertThat(visit(new After.Delete()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(there("INBOX")).isZero();
    }

    @Test
    @Tag("slow")
    void fullMailboxIsEmptiedOnce() throws Exception {
        List<String> sent = deliver(5000, 1500);
        assertThat(visit(new After.Delete()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(sent);
        assertThat(there("INBOX")).isZero();
    }

    @Test
    void strangeMailComesAsTheServerHasIt() throws Exception {
        int count = StrangeMail.deliverTo(dovecot, mailbox);
        List<String> served =
                StrangeMail.servedBy(
                        "pop3s://localhost:%d/[1-%d]".formatted(dovecot.pop3().port(), count),
                        dovecot,
                        mailbox,
                        folder);
        assertThat(visit(new After.Keep()).trouble()).isEmpty();
        assertThat(handedOver()).isEqualTo(served);
    }
}
