package dev.postern.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.smtp.Classification.SignedIn;
import dev.postern.protocol.smtp.Transaction.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationTest {

    @Test
    void theServersWordsAreKept() {
        var refused =
                (Answer.Refused)
                        with(SignedIn.AS_ONE)
                                .of(Stage.RCPT, MeaningTest.reply(550, "5.1.1", "no such user"));
        assertThat(refused.reply().status()).hasToString("5.1.1");
        assertThat(refused.reply().remote()).isEqualTo("smtp.example");
        assertThat(refused.words()).isEqualTo("550 5.1.1 no such user");
    }

    @Test
    void aReplyWithoutStatusGetsTheOneOfItsDigits() {
        assertThat(
                        ((Answer.Refused)
                                        with(SignedIn.AS_ONE)
                                                .of(Stage.RCPT, MeaningTest.reply(550, "", "no")))
                                .reply()
                                .status())
                .hasToString("5.0.0");
        assertThat(notNow(SignedIn.AS_ONE, 450, "", "later").reply().status()).hasToString("4.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "AS_ONE, 450, 4.2.1, UNKNOWN",
        "AS_ONE, 432, 4.3.2, DESTINATION",
        "AS_SENDER, 432, 4.3.2, UNKNOWN",
        "AS_NOBODY, 421, 4.3.2, DESTINATION",
        "AS_ONE, 530, 5.7.57, ADMINISTRATOR",
        "AS_ONE, 550, 5.1.8, ADMINISTRATOR",
        "AS_ONE, 550, 5.7.233, DESTINATION"
    })
    void aMailboxesTroubleIsTheDestinationsOnlyIfThereIsOneMailbox(
            SignedIn signedIn, int code, String status, Cause cause) {
        assertThat(notNow(signedIn, code, status, "words").cause()).isEqualTo(cause);
    }

    @Test
    void aBlockedSenderIsRefusedWhereItsOwnMailboxSends() {
        assertThat(
                        with(SignedIn.AS_SENDER)
                                .of(
                                        Stage.CONTENT,
                                        MeaningTest.reply(550, "5.1.8", "bad outbound sender")))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void aQuotaOfADayIsNotAskedForEveryMinute() {
        assertThat(notNow(SignedIn.AS_ONE, 550, "5.7.233", "too many").patience())
                .isEqualTo(Duration.ofHours(1));
        assertThat(notNow(SignedIn.AS_ONE, 450, "4.5.127", "too fast").patience())
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(
                        notNow(
                                        SignedIn.AS_ONE,
                                        451,
                                        "4.7.0",
                                        "Request is throttled. Suggested Backoff Time: 1500 ms")
                                .patience())
                .isEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "535|5.7.139|SmtpClientAuthentication is disabled for the Tenant. Visit x|Set-CASMailbox -Identity noreply@example.cz",
                "535|5.7.139|SmtpClientAuthentication is disabled for the Mailbox.|-SmtpClientAuthenticationDisabled $false",
                "535|5.7.139|Authentication unsuccessful, basic authentication is disabled.|with a token",
                "535|5.7.139|the user credentials were incorrect.|Correct the password",
                "535|5.7.139|user is locked by your organization's security defaults policy.|with a token",
                "535|5.7.139|the request did not meet the criteria|named location",
                "535|5.7.3|Authentication unsuccessful [SN2PR00CA0018]|Add-MailboxPermission",
                "550|5.7.30|Basic authentication is not supported|with a token",
                "535|5.7.144|Invalid API permissions|Mail.Send",
                "550|5.7.240|The application is not allowed|Add-HVEAppAccess -Identity noreply@"
            })
    void aRefusedSignInNamesTheRemedy(int code, String status, String words, String remedy) {
        Answer.NotNow answer =
                with(SignedIn.AS_ONE).credentials(MeaningTest.reply(code, status, words), "");
        assertThat(answer.cause()).isEqualTo(Cause.ADMINISTRATOR);
        assertThat(answer.reason()).startsWith(code + " " + status).contains(remedy);
    }

    @Test
    void longDiagnosesLeaveRoomForTheRemedy() {
        assertThat(notNow(SignedIn.AS_ONE, 550, "5.1.8", "x".repeat(2000)).reason())
                .contains("xxx Cause");
    }

    private static Answer.NotNow notNow(SignedIn signedIn, int code, String status, String words) {
        return (Answer.NotNow)
                with(signedIn).of(Stage.CONTENT, MeaningTest.reply(code, status, words));
    }

    private static Classification with(SignedIn signedIn) {
        return with(signedIn, Service.SMTP);
    }

    private static Classification with(SignedIn signedIn, Service service) {
        return new Classification(
                "smtp.example",
                signedIn,
                Evidence.of(
                        dev.postern.advice.Stage.ANY,
                        service,
                        "",
                        Names.NONE.withMailbox("noreply@example.cz")));
    }
}
