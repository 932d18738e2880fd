package dev.postern.lab.mail.smtp.desk;

import static dev.postern.lab.mail.smtp.SmtpLab.EXCHANGE;
import static dev.postern.lab.mail.smtp.SmtpLab.NOREPLY;
import static dev.postern.lab.mail.smtp.SmtpLab.RAZR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.smtp.SmtpClient;
import dev.postern.lab.mail.smtp.SmtpLab;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class HveDeskTest {

    private static final String HVE = "hve@example.cz";
    private static final String ACCOUNT = EXCHANGE + "/hve-accounts/" + HVE;
    private static final String MESSAGE = "From: Bulk <hve@example.cz>\r\n\r\nHello.\r\n";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @Test
    void messageReachesInternalMailboxesAndNoSentItems() throws Exception {
        try (SmtpClient client = signedIn()) {
            client.envelope(HVE, RAZR, NOREPLY);
            assertThat(client.data(MESSAGE)).startsWith("250 2.0.0 OK");
        }
        assertThat(LAB.inbox(RAZR)).containsExactly(MESSAGE);
        assertThat(LAB.inbox(NOREPLY)).containsExactly(MESSAGE);
        assertThat(LAB.outbox())
                .extracting(one -> one.way().server())
                .containsExactly(Outbox.Server.HVE);
        assertThat(LAB.lab().mail().store().mailboxes())
                .noneMatch(mailbox -> mailbox.address().equals(HVE));
    }

    @Test
    void tokenThatSoonEndsIsRefused() throws Exception {
        String token = LAB.token();
        LAB.lab().clock().advance(Duration.ofMinutes(49));
        assertThat(signIn(HVE, token)).startsWith("235");
        LAB.lab().clock().advance(Duration.ofMinutes(2));
        assertThat(signIn(HVE, token)).startsWith("535 5.7.142 Token will expire soon");
        LAB.lab().clock().advance(Duration.ofMinutes(10));
        assertThat(signIn(HVE, token)).startsWith("535 5.7.143 Expired token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                RunningLab.APP
                        + "|{roles: {exchange: [SMTP.SendAsApp]}}|535 5.7.144 XOAUTH2 authentication failed. Invalid API permissions",
                ACCOUNT
                        + "|{apps: []}|550 5.7.240 The application is not allowed for use with this High Volume Email account",
                ACCOUNT + "|{apps: [machine]}|550 5.7.240",
                ACCOUNT + "|{billing: false}|535 5.7.3",
                EXCHANGE + "|{smtp-auth: false}|235",
                EXCHANGE + "|{basic-auth: disabled}|235",
                EXCHANGE + "|{principals: {gateway: null, machine: null}}|235"
            })
    void worldDecidesOverTokens(String path, String patch, String reply) throws Exception {
        LAB.patch(path, patch);
        assertThat(signIn(HVE, LAB.token())).startsWith(reply);
    }

    @Test
    void mailboxIsNoHveAccount() throws Exception {
        assertThat(signIn(NOREPLY, LAB.token())).startsWith("550 5.2.240");
        assertThat(signIn(HVE, LAB.token(SmtpLab.ACS_SCOPE))).startsWith("535 5.7.3");
        assertThat(signIn(HVE, "nonsense")).startsWith("535 5.7.3");
        try (SmtpClient client = LAB.secure(LAB.lab().started().hve())) {
            client.mustAsk("AUTH XOAUTH2 " + SmtpLab.base64("user=" + HVE), "501 5.5.124");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|right|235",
                "{basic-auth: allowed}|right|235",
                "{}|wrong|535 5.7.3",
                "{basic-auth: security-defaults}|right|535 5.7.139 Authentication unsuccessful, the organization configuration doesn't allow this authentication request.",
                "{basic-auth: disabled}|right|535 5.7.139",
                "{hve-accounts: {hve@example.cz: {billing: false}}}|right|535 5.7.3"
            })
    void passwordStillOpens(String patch, String password, String reply) throws Exception {
        LAB.patch(ACCOUNT, "{password: right}");
        LAB.patch(EXCHANGE, patch);
        try (SmtpClient client = LAB.secure(LAB.lab().started().hve())) {
            client.mustAsk("AUTH LOGIN", "334 VXNlcm5hbWU6");
            client.mustAsk(SmtpLab.base64(HVE), "334 UGFzc3dvcmQ6");
            client.mustAsk(SmtpLab.base64(password), reply);
        }
    }

    @Test
    void senderIsTheAccountAndNobodyElse() throws Exception {
        try (SmtpClient client = signedIn()) {
            client.mustAsk("MAIL FROM:<" + NOREPLY + ">", "550 5.7.62");
            client.mustAsk("MAIL FROM:<>", "550 5.7.62");
            client.envelope(HVE, RAZR);
            assertThat(client.data(SmtpClient.MESSAGE)).startsWith("550 5.6.241");
        }
        assertThat(LAB.outbox()).isEmpty();
    }

    @Test
    void recipientsAreInternalAndFifty() throws Exception {
        try (SmtpClient client = signedIn()) {
            client.mustAsk("MAIL FROM:<" + HVE + ">", "250");
            client.mustAsk("RCPT TO:<someone@contoso.com>", "550 5.7.54");
            client.mustAsk("RCPT TO:<nobody@example.cz>", "550 5.1.10");
            for (int i = 0; i < 50; i++) {
                client.mustAsk("RCPT TO:<" + RAZR + ">", "250");
            }
            client.mustAsk("RCPT TO:<" + RAZR + ">", "452 4.5.3");
            assertThat(client.data(MESSAGE)).startsWith("250");
        }
        assertThat(LAB.inbox(RAZR)).as("one copy for one mailbox").hasSize(1);
    }

    @Test
    void tenMebibytesAreTheMost() throws Exception {
        try (SmtpClient client = LAB.connect(LAB.lab().started().hve())) {
            List<String> lines = client.askLines("EHLO client.example");
            assertThat(lines).contains("250-SIZE 10485760");
        }
        try (SmtpClient client = signedIn()) {
            client.mustAsk("MAIL FROM:<" + HVE + "> SIZE=10485761", "552 5.3.4");
        }
    }

    @Test
    void nobodySendsWithoutSigningIn() throws Exception {
        try (SmtpClient client = LAB.secure(LAB.lab().started().hve())) {
            client.mustAsk("MAIL FROM:<" + HVE + ">", "530 5.7.57");
        }
    }

    private static String signIn(String user, String token) throws IOException {
        try (SmtpClient client = LAB.secure(LAB.lab().started().hve())) {
            return client.ask("AUTH XOAUTH2 " + WireClient.xoauth2(user, token));
        }
    }

    private static SmtpClient signedIn() throws IOException, InterruptedException {
        SmtpClient client = LAB.secure(LAB.lab().started().hve());
        client.mustAsk("AUTH XOAUTH2 " + WireClient.xoauth2(HVE, LAB.token()), "235");
        return client;
    }
}
