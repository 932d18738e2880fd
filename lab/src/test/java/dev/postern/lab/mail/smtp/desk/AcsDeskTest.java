package dev.postern.lab.mail.smtp.desk;

import static dev.postern.lab.mail.smtp.SmtpLab.RAZR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.smtp.SmtpClient;
import dev.postern.lab.mail.smtp.SmtpLab;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class AcsDeskTest {

    private static final String ACS = "/tenants/example/acs/postern";
    private static final String USERNAME = ACS + "/smtp-usernames/postern";
    private static final String SECRETS = RunningLab.APP + "/credentials/secrets/main";
    private static final String SENDER = "noreply@example.cz";
    private static final String RECIPIENT = "someone@contoso.com";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postern",
                "POSTERN",
                "postern|11111111-1111-1111-1111-111111111111|22222222-2222-2222-2222-222222222222",
                "postern.11111111-1111-1111-1111-111111111111.22222222-2222-2222-2222-222222222222"
            })
    void clientSecretIsThePasswordOfEachUserName(String user) throws Exception {
        assertThat(login(user, RunningLab.SECRET)).startsWith("235");
        assertThat(login(user, "wrong")).startsWith("535 5.7.3 Authentication unsuccessful");
    }

    @Test
    void userNameMayBeAnAddress() throws Exception {
        LAB.patch(ACS + "/smtp-usernames", "{scan: {username: scan@example.cz, app: gateway}}");
        assertThat(login("scan@example.cz", RunningLab.SECRET)).startsWith("235");
        assertThat(login("scan", RunningLab.SECRET)).startsWith("535 5.7.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}|235",
                USERNAME + "|{ready: false}|535 5.7.3",
                USERNAME + "|{app: machine}|535 5.7.3",
                ACS + "|{owners: []}|535 5.7.3",
                RunningLab.APP + "|{enterprise-app: {sign-in: disabled}}|535 5.7.3"
            })
    void worldDecidesOverSecretsAndTokens(String path, String patch, String reply)
            throws Exception {
        String token = LAB.token(SmtpLab.ACS_SCOPE);
        LAB.patch(path.equals("{}") ? ACS : path, patch);
        assertThat(login("postern", RunningLab.SECRET)).startsWith(reply);
        if (!path.equals(RunningLab.APP)) { // a token outlives its application's switch
            assertThat(bearer("postern", token)).startsWith(reply);
        }
    }

    @Test
    void secretThatExpiredOpensNothing() throws Exception {
        LAB.patch(SECRETS, "{expires: 2026-01-01T00:00:00Z}");
        assertThat(login("postern", RunningLab.SECRET)).startsWith("535 5.7.3");
    }

    @Test
    void tokenMustBeForThisServiceAndNotExpired() throws Exception {
        String token = LAB.token(SmtpLab.ACS_SCOPE);
        assertThat(bearer("postern", token)).startsWith("235");
        assertThat(bearer("other", token)).startsWith("535 5.7.3");
        assertThat(bearer("postern", LAB.token())).startsWith("535 5.7.3");
        LAB.lab().clock().advance(Duration.ofHours(2));
        assertThat(bearer("postern", token)).startsWith("535 5.7.3");
    }

    @Test
    void plainIsNotUnderstood() throws Exception {
        try (SmtpClient client = LAB.secure(LAB.lab().started().acsSmtp())) {
            assertThat(client.askLines("EHLO client.example")).contains("250-AUTH LOGIN XOAUTH2");
            client.mustAsk("AUTH PLAIN " + SmtpLab.base64("\0postern\0lab-secret"), "504 5.7.4");
        }
    }

    @Test
    void messageGoesOutAndIntoNoSentItems() throws Exception {
        try (SmtpClient client = signedIn()) {
            assertThat(client.send(SENDER, RECIPIENT, RAZR)).startsWith("250");
        }
        assertThat(LAB.inbox(RAZR)).hasSize(1);
        assertThat(LAB.sentItems(SENDER)).isEmpty();
        assertThat(LAB.outbox())
                .extracting(Outbox.Accepted::way)
                .singleElement()
                .satisfies(way -> {
                    assertThat(way.server()).isEqualTo(Outbox.Server.ACS_SMTP);
                    assertThat(way.account()).isEqualTo("postern");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noreply@example.cz|250",
                "Alerts@Example.CZ|250",
                "nobody@example.cz|550 5.1.7",
                "noreply@contoso.com|550 5.1.7 The specified sender domain has not been linked.",
                "''|550 5.1.7"
            })
    void senderIsAMailFromAddress(String sender, String reply) throws Exception {
        try (SmtpClient client = signedIn()) {
            client.mustAsk("MAIL FROM:<" + sender + ">", reply);
        }
    }

    @Test
    void headerIsLookedAtToo() throws Exception {
        try (SmtpClient client = signedIn()) {
            client.envelope(SENDER, RECIPIENT);
            assertThat(client.data("From: boss@contoso.com\r\n\r\n")).startsWith("550 5.1.7");
        }
        LAB.patch(ACS + "/domains/example.cz", "{linked: false}");
        try (SmtpClient client = signedIn()) {
            client.mustAsk("MAIL FROM:<" + SENDER + ">", "550 5.1.7 The specified sender domain");
        }
    }

    @Test
    void quotaOfAMinuteAndOfAnHourComesBack() throws Exception {
        String rejected =
                "450 4.5.127 Message rejected. Excessive message rate from sender. For more information see https://aka.ms/EXOSmtpErrors.";
        LAB.patch(ACS, "{quota: {send-per-minute: 2, send-per-hour: 3}}");
        try (SmtpClient client = signedIn()) {
            assertThat(client.send(SENDER, RECIPIENT)).startsWith("250");
            assertThat(client.send(SENDER, RECIPIENT)).startsWith("250");
            assertThat(client.send(SENDER, RECIPIENT)).isEqualTo(rejected);
            LAB.lab().clock().advance(Duration.ofSeconds(61));
            assertThat(client.send(SENDER, RECIPIENT)).startsWith("250");
            assertThat(client.send(SENDER, RECIPIENT)).isEqualTo(rejected);
            LAB.lab().clock().advance(Duration.ofHours(1));
            assertThat(client.send(SENDER, RECIPIENT)).startsWith("250");
        }
        assertThat(LAB.outbox()).hasSize(4);
    }

    @Test
    void managedDomainHasASmallerQuota() throws Exception {
        LAB.patch(ACS + "/domains/example.cz", "{management: azure}");
        try (SmtpClient client = signedIn()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(SENDER, RECIPIENT)).startsWith("250");
            }
            assertThat(client.send(SENDER, RECIPIENT)).startsWith("450 4.5.127");
        }
    }

    @Test
    void recipientsAndSizeHaveALimit() throws Exception {
        LAB.patch(ACS, "{quota: {recipients: 1, octets: 100}}");
        try (SmtpClient client = signedIn()) {
            client.mustAsk("MAIL FROM:<" + SENDER + "> SIZE=101", "552 5.3.4");
            client.envelope(SENDER, RECIPIENT);
            client.mustAsk("RCPT TO:<b@contoso.com>", "452 4.5.3");
        }
    }

    private static String login(String user, String secret) throws IOException {
        try (SmtpClient client = LAB.secure(LAB.lab().started().acsSmtp())) {
            client.mustAsk("AUTH LOGIN", "334 VXNlcm5hbWU6");
            client.mustAsk(SmtpLab.base64(user), "334 UGFzc3dvcmQ6");
            return client.ask(SmtpLab.base64(secret));
        }
    }

    private static String bearer(String user, String token) throws IOException {
        try (SmtpClient client = LAB.secure(LAB.lab().started().acsSmtp())) {
            return client.ask("AUTH XOAUTH2 " + WireClient.xoauth2(user, token));
        }
    }

    private static SmtpClient signedIn() throws IOException {
        SmtpClient client = LAB.secure(LAB.lab().started().acsSmtp());
        client.mustAsk("AUTH LOGIN " + SmtpLab.base64("postern"), "334");
        client.mustAsk(SmtpLab.base64(RunningLab.SECRET), "235");
        return client;
    }
}
