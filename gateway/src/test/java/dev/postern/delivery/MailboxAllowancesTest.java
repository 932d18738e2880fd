package dev.postern.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.MailboxAllowances.Permit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MailboxAllowancesTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:10Z");

    private final MailboxAllowances allowances =
            new MailboxAllowances(new MailboxAllowances.Allowance(2, 4, 100));

    @Test
    void aMailboxSendsSoManyMessagesAtATime() {
        assertThat(take("a", 1, START)).isEqualTo("granted");
        assertThat(take("a", 1, START)).isEqualTo("granted");
        assertThat(take("a", 1, START)).contains("a is sending 2 messages").contains("PT1S");
        assertThat(take("b", 1, START)).isEqualTo("granted");
        allowances.done("a");
        assertThat(take("a", 1, START)).isEqualTo("granted");
    }

    @Test
    void aMailboxSendsSoManyMessagesAMinute() {
        for (int i = 0; i < 4; i++) {
            assertThat(sent("a", 1, START.plusSeconds(i))).isEqualTo("granted");
        }
        assertThat(sent("a", 1, START.plusSeconds(20))).contains("minute").contains("PT40S");
        assertThat(sent("a", 1, START.plusSeconds(60))).isEqualTo("granted");
        assertThat(sent("a", 1, START.plusSeconds(60))).contains("PT1S");
    }

    @Test
    void aMailboxSendsToSoManyRecipientsADay() {
        assertThat(sent("a", 60, START)).isEqualTo("granted");
        assertThat(sent("a", 30, START.plusSeconds(5))).isEqualTo("granted");
        Instant later = START.plus(Duration.ofHours(1));
        assertThat(sent("a", 10, later)).isEqualTo("granted");
        assertThat(sent("a", 1, later)).contains("recipients of this day");
        assertThat(sent("a", 1, START.plus(Duration.ofHours(24)))).contains("PT1M");
        assertThat(sent("a", 90, START.plus(Duration.ofHours(24)).plusSeconds(70)))
                .isEqualTo("granted");
    }

    @Test
    void aMessageWithMoreRecipientsThanADayHasGoesAlone() {
        assertThat(sent("a", 500, START)).isEqualTo("granted");
        assertThat(sent("a", 1, START)).contains("day");
    }

    @Test
    void aClockThatIsSetBackBlocksNobody() {
        for (int i = 0; i < 4; i++) {
            assertThat(sent("a", 25, START)).isEqualTo("granted");
        }
        assertThat(sent("a", 25, START.minus(Duration.ofDays(300)))).isEqualTo("granted");
    }

    private String sent(String mailbox, int recipients, Instant now) {
        String permit = take(mailbox, recipients, now);
        if (permit.equals("granted")) {
            allowances.done(mailbox);
        }
        return permit;
    }

    private String take(String mailbox, int recipients, Instant now) {
        return switch (allowances.take(mailbox, recipients, now)) {
            case Permit.Granted() -> "granted";
            case Permit.Wait(String reason, Duration patience) -> reason + " " + patience;
        };
    }
}
