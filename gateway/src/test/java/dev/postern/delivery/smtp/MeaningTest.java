package dev.postern.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.Transaction.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {

    /// The replies are those of Microsoft's servers, tails and all.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL|530|5.7.57|Client not authenticated to send mail. [AM0PR01CA0001]|ROUTE",
                "MAIL|530|5.7.57|SMTP; Client was not authenticated to send anonymous mail|ROUTE",
                "MAIL|550|5.7.60|SMTP; Client does not have permissions to send as this|SENDER",
                "CONTENT|554|5.2.252|SendAsDenied; a@example.cz not allowed to send as b|SENDER",
                "CONTENT|550|5.1.7|The specified sender domain has not been linked.|SENDER",
                "CONTENT|432|4.3.2|Concurrent connections limit exceeded. Visit https://aka|BUSY",
                "CONTENT|432|4.3.2|STOREDRV.ClientSubmit; sender thread limit exceeded|BUSY",
                "CONTENT|554|5.2.0|STOREDRV.Submission.Exception:SubmissionQuotaExceededE|QUOTA",
                "CONTENT|554|5.2.0|STOREDRV.Submission.Exception:CorruptDataException; no|NEVER",
                "CONTENT|554|5.2.2|mailbox full; STOREDRV.Submission.Exception:QuotaExceed|ACCOUNT",
                "RCPT|552|5.2.2|mailbox full|NEVER",
                "CONTENT|550|5.1.8|Access denied, bad outbound sender|ACCOUNT",
                "CONTENT|550|5.7.501|Access denied, spam abuse detected|ACCOUNT",
                "CONTENT|550|5.7.705|Access denied, tenant has exceeded threshold|ROUTE",
                "CONTENT|550|5.7.708|Access denied, traffic not accepted from this IP|ROUTE",
                "CONTENT|550|5.7.233|tenant external recipient rate limit|QUOTA",
                "RCPT|550|5.7.236|onmicrosoft.com|QUOTA",
                "CONTENT|450|4.5.127|Message rejected. Excessive message rate from sender.|QUOTA",
                "MAIL|552|5.3.4|Message size exceeds fixed maximum message size|UNSUITABLE",
                "RCPT|452|4.5.3|Too many recipients|LATER",
                "CONTENT|550|5.6.11|Invalid characters|NEVER",
                "CONTENT|550|5.1.20|Multiple From addresses are not allowed|NEVER",
                "MAIL|451|4.7.0|Temporary server error. Please try again later. PRX2|LATER",
                "MAIL|421|4.4.2|Connection dropped due to timeout|BUSY",
                "CONTENT|421|4.7.0|closing transmission channel|BUSY",
                "RCPT|451|4.7.500|Access denied, please try again later (AS843)|BUSY",
                "RCPT|451|4.7.899|Access denied, please try again later|BUSY",
                "RCPT|451|4.7.700|something else|LATER",
                "RCPT|550|5.7.64|TenantAttribution; Relay Access Denied|ROUTE",
                "RCPT|501|5.1.3|Invalid address|NEVER",
                "RCPT|550|5.1.10|RESOLVER.ADR.RecipientNotFound; Recipient not found|NEVER",
                "RCPT|550|5.7.54|SMTP; Unable to relay recipient in non-accepted domain|UNSUITABLE",
                "MAIL|550|5.7.62|not the account|ROUTE",
                "CONTENT|550|5.6.241|From is not the account|ROUTE",
                "MAIL|451|4.7.0|Request is throttled. Suggested Backoff Time: 1000 millisec|BUSY",
            })
    void whatMicrosoftSaysIsUnderstood(
            Stage stage, int code, String status, String words, Meaning meaning) {
        assertThat(Meaning.of(stage, reply(code, status, words))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 450, LATER",
        "RCPT, 550, NEVER",
        "MAIL, 553, NEVER",
        "MAIL, 552, UNSUITABLE",
        "CONTENT, 552, NEVER",
        "MAIL, 452, BUSY",
        "RCPT, 452, LATER",
        "DATA, 451, LATER",
        "CONTENT, 554, NEVER",
        "MAIL, 421, BUSY",
        "MAIL, 530, ROUTE",
        "MAIL, 535, ROUTE",
        "MAIL, 503, LATER",
        "DATA, 503, LATER",
        "MAIL, 555, UNSUITABLE"
    })
    void withoutAStatusTheThreeDigitsCount(Stage stage, int code, Meaning meaning) {
        assertThat(Meaning.of(stage, reply(code, "", "whatever"))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({"5.1.1, NEVER", "5.7.1, NEVER", "4.2.2, LATER", "5.7.500, NEVER"})
    void anUnknownStatusLeavesItToTheDigits(String status, Meaning meaning) {
        int code = status.startsWith("5") ? 550 : 450;
        assertThat(Meaning.of(Stage.RCPT, reply(code, status, "whatever"))).isEqualTo(meaning);
    }

    static Reply reply(int code, String status, String words) {
        Optional<EnhancedStatus> enhanced =
                status == null ? Optional.empty() : EnhancedStatus.parse(status);
        return new Reply(code, enhanced, List.of(words));
    }
}
