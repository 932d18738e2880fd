package dev.postern.advice;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

    /// Everything that microsoft.md has, as a person would paste it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [PN0PR01CA0035.INDPRD01.PROD.OUTLOOK.COM 2026-09-25T06:55:39.914Z 08DF19A9E2389312]|D7",
                "smtpclientauthentication   is disabled for the mailbox|D7",
                "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.|D12",
                "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.|D23",
                "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.|D24",
                "535 5.7.139 Authentication unsuccessful, the organization configuration doesn't allow this authentication request.|D24",
                "535 5.7.139|D8",
                "535 5.7.3 Authentication unsuccessful|D8",
                "5.7.60|D9",
                "5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, the request did not meet the criteria|D11",
                "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM|D34",
                "432 4.3.2 Concurrent connections limit exceeded.|D10",
                "550 5.7.705 Access denied, tenant has exceeded threshold|D28",
                "550 5.7.233|D26",
                "552 5.3.4 Message size exceeds fixed maximum message size|D29",
                "452 4.5.3 Too many recipients|D30",
                "550 5.6.11 Invalid characters|D31",
                "550 5.1.20 Multiple From addresses are not allowed without Sender address|D31",
                "454 4.7.0 Temporary authentication failure|D20",
                "451 4.7.500 Access denied, please try again later (AS843)|D19",
                "550 5.7.64 TenantAttribution; Relay Access Denied|D33",
                "501 5.1.3 Invalid address|D32",
                "501 5.5.124 Invalid XOAUTH2 auth data|D13",
                "501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon|D13",
                "535 5.7.143 Expired token|D13",
                "550 5.7.62|D25",
                "A01 NO AUTHENTICATE failed.|D4",
                "A3 BAD User is authenticated but not connected.|D5",
                "* BYE Session invalidated - AccessTokenExpired|D21",
                "* BYE Connection closed. 14|D20",
                "Server Unavailable. 15|D20",
                "a BAD Command Argument Error. 11|D22",
                "-ERR Authentication failure: unknown user name or bad password.|D6",
                "-ERR Logon failure: unknown user name or bad password.|D12",
                "-ERR Protocol error. Connection is closed. 10|D6",
                "Request is throttled. Suggested Backoff Time: 92415 milliseconds|D19",
                "{\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":\"Access is denied. Check credentials and try again.\"}}|D37",
                "{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"x\"}}|D3",
                "{\"error\":{\"code\":\"MailboxNotEnabledForRESTAPI\"}}|D36",
                "{\"error\":{\"code\":\"ErrorMimeContentInvalidBase64String\",\"message\":\"Invalid base64 string for MIME content.\"}}|D31",
                "{\"error\":{\"code\":\"ApplicationThrottled\",\"message\":\"Application is over its MailboxConcurrency limit.\"}}|D19",
                "{\"error\":{\"code\":\"DomainNotLinked\",\"message\":\"The specified sender domain has not been linked.\"}}|D16",
                "EmailDroppedAllRecipientsSuppressed|D39",
                "AADSTS50034|D1",
                "AADSTS7000215: Invalid client secret provided.|D1",
                "AADSTS900382|D18",
            })
    void whatMicrosoftSaysIsKnown(String text, String code) {
        Explanation explanation = Advice.explain(text, Service.ANY, Names.NONE);
        assertThat(explanation.known()).isTrue();
        assertThat(explanation.readings().getFirst().finding().code()).isEqualTo(code);
    }

    @Test
    void whatSeveralServersSayHasSeveralReadings() {
        Explanation explanation =
                Advice.explain("535 5.7.3 Authentication unsuccessful", Service.ANY, Names.NONE);
        assertThat(explanation.readings())
                .extracting(Explanation.Reading::service)
                .containsExactly(Service.SMTP, Service.HVE, Service.ACS_SMTP);
    }

    @Test
    void aHostNameTellsWhoSaidIt() {
        Explanation explanation =
                Advice.explain(
                        "smtp.azurecomm.net said: 535 5.7.3 Authentication unsuccessful",
                        Service.ANY,
                        Names.NONE);
        assertThat(explanation.readings())
                .extracting(Explanation.Reading::service)
                .containsExactly(Service.ACS_SMTP);
    }

    @Test
    void severalLinesAreExplainedOneByOne() {
        Explanation explanation =
                Advice.explain(
                        "a01 NO AUTHENTICATE failed.\r\n\r\n550 5.7.60 no\nnothing\n550 5.7.60 no\n",
                        Service.ANY,
                        Names.NONE);
        assertThat(explanation.readings())
                .extracting(reading -> reading.finding().code())
                .containsExactly("D4", "D9");
    }

    @Test
    void anUnknownAnswerStillTellsWhatStandsInIt() {
        Explanation explanation =
                Advice.explain(
                        "AADSTS9876543: News.\r\nTrace ID: 0000aaaa-11bb-cccc-dd33-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-01-09 02:02:12Z",
                        Service.ANY,
                        Names.NONE);
        assertThat(explanation.known()).isFalse();
        assertThat(explanation.facts())
                .extracting(Explanation.Fact::what)
                .containsExactly("AADSTS9876543", "trace id", "correlation id", "timestamp");
    }

    @Test
    void theStandardExplainsWhatMicrosoftDoesNot() {
        Explanation explanation = Advice.explain("550 5.7.23 no", Service.ANY, Names.NONE);
        assertThat(explanation.known()).isTrue();
        assertThat(explanation.readings()).isEmpty();
        assertThat(explanation.facts()).anyMatch(fact -> fact.words().startsWith("SPF says"));
    }

    @Test
    void anAddressIsNoStatusCode() {
        assertThat(Said.of("from 5.7.60.1 by 15.5.7 and 12.5.7.60").codes()).isEmpty();
    }

    @Test
    void exchangesGreetingTellsItsHost() {
        Explanation explanation =
                Advice.explain(
                        "* OK The Microsoft Exchange IMAP4 service is ready. [UwBJADIAUABSADAANABDAEEAMAAwADAANQAuAGEAcABjAHAAcgBkADAANAAuAHAAcgBvAGQALgBvAHUAdABsAG8AbwBrAC4AYwBvAG0A]",
                        Service.ANY,
                        Names.NONE);
        assertThat(explanation.facts())
                .extracting(Explanation.Fact::words)
                .contains("SI2PR04CA0005.apcprd04.prod.outlook.com");
    }

    @Property(tries = 300)
    void anyTextIsRead(@ForAll String text) {
        assertThat(Advice.explain(text, Service.ANY, Names.NONE)).isNotNull();
    }
}
