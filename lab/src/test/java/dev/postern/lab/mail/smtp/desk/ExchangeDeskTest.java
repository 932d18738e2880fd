package dev.postern.lab.mail.smtp.desk;

import static dev.postern.lab.mail.smtp.SmtpLab.EXCHANGE;
import static dev.postern.lab.mail.smtp.SmtpLab.NOREPLY;
import static dev.postern.lab.mail.smtp.SmtpLab.RAZR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.smtp.SmtpClient;
import dev.postern.lab.mail.smtp.SmtpLab;
import dev.postern.lab.mail.store.Flag;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class ExchangeDeskTest {

    private static final String MAILBOX = EXCHANGE + "/mailboxes/" + NOREPLY;
    private static final String TAIL =
            " \\[LABP000CA0001\\.\\S+ \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z 08DE[0-9A-F]{12}]";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @Test
    void greetingAndCapabilitiesAreExchanges() throws Exception {
        try (SmtpClient client = LAB.dial(LAB.lab().started().smtp())) {
            assertThat(client.reply())
                    .matches(
                            "220 LABP000CA0001\\.\\S+ Microsoft ESMTP MAIL Service ready at \\w{3}, \\d+ \\w{3} \\d{4} [0-9:]{8} \\+0000 \\[08DE[0-9A-F]{12}]");
            assertThat(client.askLines("EHLO client.example"))
                    .satisfies(lines ->
                            assertThat(lines.getFirst())
                                    .matches("250-LABP000CA0001\\S+ Hello \\[127\\.0\\.0\\.1]"))
                    .endsWith(
                            "250-SIZE 157286400",
                            "250-PIPELINING",
                            "250-DSN",
                            "250-ENHANCEDSTATUSCODES",
                            "250-STARTTLS",
                            "250-8BITMIME",
                            "250-BINARYMIME",
                            "250-CHUNKING",
                            "250 SMTPUTF8");
            client.mustAsk("STARTTLS", "220 2.0.0 SMTP server ready");
            client.wire().secure(LAB.lab().clientContext());
            assertThat(client.askLines("EHLO client.example"))
                    .contains("250-AUTH LOGIN XOAUTH2")
                    .noneMatch(line -> line.contains("STARTTLS"));
        }
    }

    @Test
    void nobodySignsInWithoutTlsOrSendsWithoutSigningIn() throws Exception {
        try (SmtpClient client = LAB.connect(LAB.lab().started().smtp())) {
            client.ask("EHLO client.example");
            client.mustAsk("AUTH LOGIN", "530 5.7.0");
            client.mustAsk("MAIL FROM:<" + NOREPLY + ">", "530 5.7.57 Client not authenticated");
        }
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            assertThat(client.ask("MAIL FROM:<" + NOREPLY + ">"))
                    .matches("530 5\\.7\\.57 Client not authenticated to send mail\\." + TAIL);
        }
    }

    @Test
    void tokenOpensInOneLineAndInTwo() throws Exception {
        String response = WireClient.xoauth2(NOREPLY, LAB.token());
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            assertThat(client.ask("AUTH XOAUTH2 " + response))
                    .isEqualTo("235 2.7.0 Authentication successful");
        }
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            assertThat(client.ask("AUTH XOAUTH2")).isEqualTo("334 ");
            assertThat(client.ask(response)).isEqualTo("235 2.7.0 Authentication successful");
        }
    }

    @Test
    void wrongTokenIsRefusedAndMayBeFollowedByARightOne() throws Exception {
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            assertThat(client.ask("AUTH XOAUTH2 " + WireClient.xoauth2(NOREPLY, "nonsense")))
                    .matches("535 5\\.7\\.3 Authentication unsuccessful" + TAIL);
            client.mustAsk("AUTH XOAUTH2 ###", "535 5.7.3");
            client.mustAsk("AUTH XOAUTH2 " + WireClient.xoauth2(NOREPLY, LAB.token()), "235");
        }
    }

    @Test
    void missingRightIsRefusedAtOnceUnlikeImap() throws Exception {
        LAB.patch(MAILBOX, "{full-access: []}");
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            client.mustAsk("AUTH XOAUTH2 " + WireClient.xoauth2(NOREPLY, LAB.token()), "535 5.7.3");
        }
    }

    @Test
    void mechanismThatIsNotOfferedIsRefused() throws Exception {
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            client.mustAsk("AUTH PLAIN", "504 5.7.4");
            client.mustAsk("AUTH OAUTHBEARER", "504 5.7.4");
            client.mustAsk("AUTH LOGIN", "334 VXNlcm5hbWU6");
            client.mustAsk("*", "501 5.7.0");
        }
    }

    /// What the world says, and what becomes of a token and of a password then.
    record Switch(String path, String patch, String bearer, String basic) {}

    static Stream<Switch> switches() {
        String tenant =
                "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [";
        String mailbox = tenant.replace("Tenant", "Mailbox");
        String allowed = "{basic-auth: allowed}";
        return Stream.of(
                new Switch(
                        EXCHANGE,
                        "{}",
                        "235",
                        "550 5.7.30 Basic authentication is not supported for Client Submission."),
                new Switch(EXCHANGE, allowed, "235", "235 2.7.0"),
                new Switch(
                        EXCHANGE,
                        "{basic-auth: allowed, smtp-auth: false, mailboxes: {noreply@example.cz: {smtp-auth: inherit}}}",
                        tenant,
                        tenant),
                new Switch(
                        EXCHANGE,
                        "{basic-auth: allowed, mailboxes: {noreply@example.cz: {smtp-auth: disabled}}}",
                        mailbox,
                        mailbox),
                new Switch(
                        EXCHANGE,
                        "{basic-auth: disabled}",
                        "235",
                        "535 5.7.139 Authentication unsuccessful, basic authentication is disabled."),
                new Switch(
                        EXCHANGE,
                        "{basic-auth: security-defaults}",
                        "235",
                        "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy."),
                new Switch(
                        EXCHANGE,
                        "{basic-auth: conditional-access}",
                        "235",
                        "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria"),
                new Switch(
                        EXCHANGE,
                        "{basic-auth: allowed, mailboxes: {noreply@example.cz: {submission: {password: other}}}}",
                        "235",
                        "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect."));
    }

    @ParameterizedTest
    @MethodSource("switches")
    void worldDecidesOverTokensAndPasswords(Switch wanted) throws Exception {
        LAB.patch(MAILBOX, "{submission: {password: 'p a§s'}}");
        LAB.patch(wanted.path(), wanted.patch());

        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            client.mustAsk("AUTH LOGIN " + SmtpLab.base64(NOREPLY), "334 UGFzc3dvcmQ6");
            client.mustAsk(SmtpLab.base64("p a§s"), wanted.basic());
        }
        try (SmtpClient client = LAB.secure(LAB.lab().started().smtp())) {
            client.mustAsk(
                    "AUTH XOAUTH2 " + WireClient.xoauth2(NOREPLY, LAB.token()), wanted.bearer());
        }
    }

    @Test
    void messageReachesMailboxesSentItemsAndTheOutbox() throws Exception {
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            assertThat(client.send(NOREPLY, RAZR, "someone@contoso.com"))
                    .matches("250 2\\.0\\.0 OK <\\S+@LABP000CA0001\\S+> \\[Hostname=\\S+]");
        }

        assertThat(LAB.inbox(RAZR)).containsExactly(SmtpClient.MESSAGE);
        assertThat(LAB.sentItems(NOREPLY)).containsExactly(SmtpClient.MESSAGE);
        assertThat(
                        LAB.lab()
                                .mail()
                                .store()
                                .mailbox(NOREPLY)
                                .folder("Sent Items")
                                .orElseThrow()
                                .messages())
                .allMatch(message -> message.is(Flag.SEEN));
        assertThat(LAB.outbox())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.way().server()).isEqualTo(Outbox.Server.EXCHANGE);
                    assertThat(one.way().account()).isEqualTo(NOREPLY);
                    assertThat(one.envelope().sender()).isEqualTo(NOREPLY);
                    assertThat(one.envelope().addresses())
                            .containsExactly(RAZR, "someone@contoso.com");
                    assertThat(one.content().size()).isEqualTo(SmtpClient.MESSAGE.length());
                });
    }

    @Test
    void envelopeSenderNeedsARight() throws Exception {
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.mustAsk(
                    "MAIL FROM:<" + RAZR + ">",
                    "550 5.7.60 SMTP; Client does not have permissions to send as this sender");
            client.mustAsk("MAIL FROM:<stranger@contoso.com>", "550 5.7.60");
            client.mustAsk("MAIL FROM:<>", "250 2.1.0");
        }
    }

    @ParameterizedTest
    @MethodSource("trustees")
    void sendAsMayBeGrantedToAPrincipalOrAMailbox(String trustee) throws Exception {
        LAB.patch(EXCHANGE + "/mailboxes/" + RAZR, "{send-as: [" + trustee + "]}");
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.envelope(RAZR, "someone@contoso.com");
            assertThat(client.data("From: " + RAZR.toUpperCase(Locale.ROOT) + "\r\n\r\n"))
                    .startsWith("250");
        }
    }

    static Stream<String> trustees() {
        return Stream.of("gateway", NOREPLY);
    }

    /// A header, and what is said to it after the message.
    record Claim(String header, String reply) {}

    static Stream<Claim> claims() {
        String denied =
                "554 5.2.252 SendAsDenied; noreply@example.cz not allowed to send as razr@example.cz; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied;";
        return Stream.of(
                new Claim("From: razr@example.cz\r\n", denied),
                new Claim("From: \"noreply@example.cz\" <RAZR@example.cz>\r\n", denied),
                new Claim("From: noreply@example.cz\r\nSender: razr@example.cz\r\n", denied),
                new Claim(
                        "From: noreply@example.cz, razr@example.cz\r\n",
                        "550 5.1.20 Multiple From addresses are not allowed without Sender address"),
                new Claim("From: (razr@example.cz) noreply@example.cz\r\n", "250"),
                new Claim("Subject: no From at all\r\n", "250"));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void headerIsLookedAtAfterTheMessage(Claim claim) throws Exception {
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.envelope(NOREPLY, "someone@contoso.com");
            assertThat(client.data(claim.header() + "\r\nHello.\r\n")).startsWith(claim.reply());
        }
        assertThat(LAB.outbox()).hasSize(claim.reply().startsWith("250") ? 1 : 0);
    }

    @Test
    void unknownInternalRecipientIsRefusedAndTheOthersAreNot() throws Exception {
        try (SmtpClient client = LAB.exchange(NOREPLY)) {
            client.mustAsk("MAIL FROM:<" + NOREPLY + ">", "250");
            client.mustAsk(
                    "RCPT TO:<nobody@example.cz>",
                    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient nobody@example.cz not found");
            client.mustAsk("RCPT TO:<not an address>", "501 5.5.4");
            client.mustAsk("RCPT TO:<postmaster>", "501 5.1.3 Invalid address");
            client.mustAsk("RCPT TO:<" + RAZR + ">", "250");
            assertThat(client.data(SmtpClient.MESSAGE)).startsWith("250");
        }
        assertThat(LAB.outbox().getFirst().envelope().addresses()).containsExactly(RAZR);
    }
}
