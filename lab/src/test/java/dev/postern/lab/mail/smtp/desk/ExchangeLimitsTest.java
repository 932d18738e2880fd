package dev.postern.lab.mail.smtp.desk;

import static dev.postern.lab.mail.smtp.SmtpLab.EXCHANGE;
import static dev.postern.lab.mail.smtp.SmtpLab.NOREPLY;
import static dev.postern.lab.mail.smtp.SmtpLab.RAZR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.smtp.SmtpClient;
import dev.postern.lab.mail.smtp.SmtpLab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ExchangeLimitsTest {

    private static final String MAILBOX = EXCHANGE + "/mailboxes/" + NOREPLY;
    private static final String OUTSIDE = "someone@contoso.com";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @Test
    void fourthSubmissionAtOneTimeIsTooMany() throws Exception {
        List<SmtpClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                SmtpClient client = LAB.exchange(NOREPLY);
                clients.add(client);
                client.envelope(NOREPLY, OUTSIDE);
            }
            assertThat(clients.getFirst().data(SmtpClient.MESSAGE))
                    .startsWith("432 4.3.2 Concurrent connections limit exceeded.");
            // The one that was refused is over, so there is room for the others.
            for (SmtpClient client : clients.subList(1, 4)) {
                assertThat(client.data(SmtpClient.MESSAGE)).startsWith("250");
            }
            assertThat(LAB.lab().books().senders().most(NOREPLY)).isEqualTo(4);
        } finally {
            for (SmtpClient client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"RSET", "EHLO client.example", "QUIT"})
    void submissionThatWasGivenUpCountsNoMore(String end) throws Exception {
        try (SmtpClient first = LAB.exchange(RAZR);
                SmtpClient second = LAB.exchange(RAZR)) {
            LAB.patch(EXCHANGE, "{submission-limits: {connections: 1}}");
            first.envelope(RAZR, OUTSIDE);
            first.mustAsk(end, "2");
            second.envelope(RAZR, OUTSIDE);
            assertThat(second.data("Subject: x\r\n\r\n")).startsWith("250");
        }
    }

    @Test
    void clientThatVanishedCountsNoMore() throws Exception {
        LAB.patch(EXCHANGE, "{submission-limits: {connections: 1}}");
        try (SmtpClient second = LAB.exchange(NOREPLY)) {
            try (SmtpClient first = LAB.exchange(NOREPLY)) {
                first.envelope(NOREPLY, OUTSIDE);
                first.mustAsk("DATA", "354");
                first.wire().raw("Subject: half\r\n");
            }
            assertThat(
                            LAB.lab()
                                    .mail()
                                    .journal()
                                    .await(
                                            journal -> journal.connectionsOpen(NOREPLY) == 1,
                                            Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(second.send(NOREPLY, OUTSIDE)).startsWith("250");
        }
        assertThat(LAB.outbox()).hasSize(1);
    }

    @Test
    void thirtyAMinuteGoAtOnceAndTheRestIsHeldBackWithoutAWord() throws Exception {
        LAB.patch(EXCHANGE, "{submission-limits: {messages-per-minute: 3}}");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            for (int i = 0; i < 7; i++) {
                assertThat(client.send(NOREPLY, OUTSIDE)).startsWith("250 2.0.0 OK");
            }
        }

        assertThat(LAB.outbox())
                .extracting(one -> Math.ceilDiv(one.way().delay().toSeconds(), 60))
                .containsExactly(0L, 0L, 0L, 1L, 1L, 1L, 2L);
        assertThat(LAB.lab().mail().journal().dialogues(NOREPLY).getLast().lines())
                .filteredOn(line -> line.matches("# delayed \\d+ s"))
                .hasSize(4);
    }

    @Test
    void minuteLaterThereIsRoomAgain() throws Exception {
        LAB.patch(EXCHANGE, "{submission-limits: {messages-per-minute: 1}}");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.send(NOREPLY, OUTSIDE);
            LAB.lab().clock().advance(Duration.ofSeconds(61));
            client.send(NOREPLY, OUTSIDE);
        }
        assertThat(LAB.outbox())
                .extracting(one -> one.way().delay())
                .containsExactly(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void delayIsReallyWaitedForIfTheWorldSaysSo() throws Exception {
        LAB.patch(EXCHANGE, "{submission-limits: {messages-per-minute: 1, hold-back: true}}");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.send(NOREPLY, OUTSIDE);
            // All but a tenth of a second of the minute is over when the second one comes.
            LAB.lab().clock().advance(Duration.ofMillis(59_900));
            client.envelope(NOREPLY, OUTSIDE);
            assertThat(client.data(SmtpClient.MESSAGE)).startsWith("250");
        }
        assertThat(LAB.outbox())
                .extracting(Outbox.Accepted::way)
                .last()
                .satisfies(way -> assertThat(way.delay()).isLessThan(Duration.ofSeconds(1)));
    }

    @Test
    void recipientsOfADayAreCountedAndForgottenAfterIt() throws Exception {
        LAB.patch(EXCHANGE, "{submission-limits: {recipients-per-day: 3}}");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            assertThat(client.send(NOREPLY, OUTSIDE, RAZR)).startsWith("250");
            assertThat(client.send(NOREPLY, OUTSIDE, RAZR))
                    .startsWith("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceeded");
            assertThat(client.send(NOREPLY, OUTSIDE)).startsWith("250");
            assertThat(client.send(NOREPLY, OUTSIDE)).startsWith("554 5.2.0");
            LAB.lab().clock().advance(Duration.ofHours(24));
            assertThat(client.send(NOREPLY, OUTSIDE, RAZR)).startsWith("250");
        }
    }

    @Test
    void recipientsOfAMessageHaveALimit() throws Exception {
        LAB.patch(MAILBOX, "{submission: {recipients: 2}}");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.envelope(NOREPLY, "a@contoso.com", "b@contoso.com");
            client.mustAsk("RCPT TO:<c@contoso.com>", "452 4.5.3 Too many recipients");
            assertThat(client.data(SmtpClient.MESSAGE)).startsWith("250");
        }
        assertThat(LAB.outbox().getFirst().envelope().recipients()).hasSize(2);
    }

    @Test
    void sizeIsRefusedWhenAnnouncedAndWhenNot() throws Exception {
        LAB.patch(MAILBOX, "{submission: {octets: 1000}}");
        String tooLarge = "552 5.3.4 Message size exceeds fixed maximum message size";
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.mustAsk("MAIL FROM:<" + NOREPLY + "> SIZE=1001", tooLarge);
            client.mustAsk("MAIL FROM:<" + NOREPLY + "> SIZE=1000", "250");
            client.mustAsk("RCPT TO:<" + OUTSIDE + ">", "250");
            assertThat(client.data("x".repeat(999) + "\r\n")).isEqualTo(tooLarge);
            client.envelope(NOREPLY, OUTSIDE);
            assertThat(client.data("x".repeat(998) + "\r\n")).startsWith("250");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "full, 554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException",
        "blocked, '550 5.1.8 Access denied, bad outbound sender'"
    })
    void mailboxMayBeUnableToSend(String state, String reply) throws Exception {
        LAB.patch(MAILBOX, "{submission: {state: " + state + "}}");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            assertThat(client.send(NOREPLY, OUTSIDE)).startsWith(reply);
        }
        assertThat(LAB.outbox()).isEmpty();
    }
}
