package dev.postern.delivery.smtp;

import static dev.postern.delivery.smtp.LabWays.EXCHANGE;
import static dev.postern.delivery.smtp.LabWays.NOREPLY;
import static dev.postern.delivery.smtp.LabWays.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.fault.FaultRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@Timeout(60)
class ExchangeWayTest {

    @RegisterExtension private static final LabWays WAYS = new LabWays();

    @Test
    void exchangeTakesMailFromTheMailboxToTheWorld() throws Exception {
        SmtpAgent agent = WAYS.exchange(Optional.of(NOREPLY));
        for (int i = 0; i < 3; i++) {
            Answer.Taken taken =
                    (Answer.Taken)
                            agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net", "b@example.net"));
            assertThat(taken.words()).startsWith("250 2.0.0 OK");
            assertThat(taken.reports()).isTrue();
        }
        assertThat(WAYS.outbox())
                .hasSize(3)
                .allSatisfy(one -> {
                    assertThat(one.way().account()).isEqualTo(NOREPLY);
                    assertThat(one.envelope().addresses())
                            .containsExactly("a@example.net", "b@example.net");
                    assertThat(LabWays.text(one)).isEqualTo(TEXT);
                })
                .extracting(one -> one.way().connection())
                .containsOnly(WAYS.outbox().getFirst().way().connection());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{smtp-auth: false, mailboxes: {noreply@example.cz: {smtp-auth: inherit}}}|5.7.139|Set-CASMailbox -Identity noreply@example.cz",
                "{mailboxes: {noreply@example.cz: {smtp-auth: disabled}}}|5.7.139|Set-CASMailbox",
                "{mailboxes: {noreply@example.cz: {full-access: []}}}|5.7.3|Add-MailboxPermission -Identity noreply@example.cz -User 44444444-4444-4444-4444-444444444444",
                "{principals: {gateway: null}}|5.7.3|Likeliest cause"
            })
    void aSignInThatExchangeRefusesIsForAnAdministrator(String patch, String status, String remedy)
            throws Exception {
        WAYS.lab().directory().patch(EXCHANGE, patch);
        Answer.NotNow answer =
                (Answer.NotNow)
                        WAYS.exchange(Optional.of(NOREPLY))
                                .hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reply().status()).hasToString(status);
        assertThat(answer.reason()).contains(remedy);
        assertThat(WAYS.outbox()).isEmpty();
    }

    @Test
    void aSecretThatIsRefusedIsForAnAdministrator() throws Exception {
        WAYS.lab()
                .directory()
                .patch(
                        "/tenants/example/apps/gateway/credentials/secrets/main",
                        "{value: another}");
        Answer.NotNow answer =
                (Answer.NotNow)
                        WAYS.exchange(Optional.of(NOREPLY))
                                .hand(Letters.of(TEXT, NOREPLY, "a@example.net"));
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason()).contains("AADSTS7000215", "Put the secret's Value");
    }

    @Test
    void anotherSendersMessageIsRefusedAndNotTheWay() throws Exception {
        SmtpAgent agent = WAYS.exchange(Optional.of(NOREPLY));
        Answer.Refused envelope =
                (Answer.Refused) agent.hand(Letters.of(TEXT, "razr@example.cz", "a@example.net"));
        assertThat(envelope.reply().status()).hasToString("5.7.60");
        Answer.Refused header =
                (Answer.Refused)
                        agent.hand(
                                Letters.of(
                                        TEXT.replace("noreply@", "razr@"),
                                        NOREPLY,
                                        "a@example.net"));
        assertThat(header.reply().status()).hasToString("5.2.252");
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
    }

    @Test
    void eachSenderSendsByItsOwnMailbox() throws Exception {
        SmtpAgent agent = WAYS.exchange(Optional.empty());
        for (String sender : List.of("razr@example.cz", "faktury@example.cz")) {
            assertThat(
                            agent.hand(
                                    Letters.of(
                                            TEXT.replace(NOREPLY, sender),
                                            sender,
                                            "a@example.net")))
                    .isInstanceOf(Answer.Taken.class);
        }
        assertThat(WAYS.outbox())
                .extracting(one -> one.way().account())
                .containsExactly("razr@example.cz", "faktury@example.cz");
        Answer.NotNow stranger =
                (Answer.NotNow) agent.hand(Letters.of(TEXT, "nobody@example.cz", "a@example.net"));
        assertThat(stranger.cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void fourAtATimeAreMoreThanExchangeTakesAndNoneIsLost() throws Exception {
        SmtpAgent agent = WAYS.exchange(Optional.of(NOREPLY));
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(
                        threads.submit(
                                () -> agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net"))));
            }
            for (Future<Answer> one : all) {
                answers.add(one.get());
            }
        }
        long taken = answers.stream().filter(Answer.Taken.class::isInstance).count();
        assertThat(taken).isEqualTo(WAYS.lab().outbox().total() - before(WAYS.lab().outbox()));
        assertThat(answers)
                .filteredOn(answer -> !(answer instanceof Answer.Taken))
                .allSatisfy(answer ->
                        assertThat(answer)
                                .isInstanceOfSatisfying(
                                        Answer.NotNow.class,
                                        notNow ->
                                                assertThat(notNow.cause())
                                                        .isEqualTo(Cause.DESTINATION)));
    }

    private static long before(Outbox outbox) {
        return outbox.messages().isEmpty()
                ? outbox.total()
                : outbox.messages().getFirst().number() - 1;
    }

    @Test
    void theReplyThatIsLostAfterTheDotIsUnclear() throws Exception {
        WAYS.lab().mail().faults().add(FaultRequest.parse("lost-reply command=DOT times=1"));
        SmtpAgent agent = WAYS.exchange(Optional.of(NOREPLY));
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Unclear.class);
        assertThat(agent.hand(Letters.of(TEXT, NOREPLY, "a@example.net")))
                .isInstanceOf(Answer.Taken.class);
    }
}
