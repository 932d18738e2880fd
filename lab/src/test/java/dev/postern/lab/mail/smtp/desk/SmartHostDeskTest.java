package dev.postern.lab.mail.smtp.desk;

import static dev.postern.lab.mail.smtp.SmtpLab.RAZR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.smtp.SmtpClient;
import dev.postern.lab.mail.smtp.SmtpLab;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class SmartHostDeskTest {

    private static final String SENDER = "a@example.org";

    @RegisterExtension private static final SmtpLab LAB = new SmtpLab();

    @Test
    void itTakesMailForItsDomainsAndRecipients() throws Exception {
        LAB.patch(
                "/smart-host",
                "{tls: none, domains: [example.net, example.cz], unknown: [gone@example.net]}");
        try (SmtpClient client = greeted()) {
            client.envelope(SENDER);
            client.mustAsk("RCPT TO:<b@example.org>", "550 5.7.1 Relaying denied");
            client.mustAsk("RCPT TO:<Gone@Example.net>", "550 5.1.1");
            client.mustAsk("RCPT TO:<b@EXAMPLE.net>", "250");
            client.mustAsk("RCPT TO:<" + RAZR + ">", "250");
            assertThat(client.data("Subject: x\r\n\r\n")).startsWith("250");
        }
        assertThat(LAB.outbox())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.way().server()).isEqualTo(Outbox.Server.SMART_HOST);
                    assertThat(one.envelope().addresses()).containsExactly("b@EXAMPLE.net", RAZR);
                });
        assertThat(LAB.inbox(RAZR)).hasSize(1);
    }

    @Test
    void signInIsOfferedOnlyIfThereAreAccounts() throws Exception {
        LAB.patch("/smart-host", "{tls: none}");
        try (SmtpClient client = LAB.connect(LAB.lab().started().smartHost())) {
            assertThat(client.askLines("EHLO client.example"))
                    .noneMatch(line -> line.contains("AUTH"));
            client.mustAsk("AUTH PLAIN", "504");
        }
    }

    @Test
    void signInCanBeRequired() throws Exception {
        LAB.patch("/smart-host", "{tls: none, accounts: {erp: secret}, sign-in-required: true}");
        try (SmtpClient client = greeted()) {
            client.mustAsk("MAIL FROM:<a@example.org>", "530 5.7.0 Authentication required");
            client.mustAsk("AUTH LOGIN " + SmtpLab.base64("erp"), "334 UGFzc3dvcmQ6");
            client.mustAsk(SmtpLab.base64("guess"), "535 5.7.8");
            client.mustAsk("AUTH PLAIN " + SmtpLab.base64("\0nobody\0secret"), "535 5.7.8");
            client.mustAsk("AUTH PLAIN nonsense", "501 5.5.2");
            client.mustAsk("AUTH PLAIN " + SmtpLab.base64("\0erp\0secret"), "235");
            assertThat(client.send(SENDER, "b@example.net")).startsWith("250");
        }
        assertThat(LAB.outbox().getFirst().way().account()).isEqualTo("erp");
    }

    @Test
    void tlsCanBeImplicitAndChangesWithTheWorld() throws Exception {
        LAB.patch("/smart-host", "{tls: implicit}");
        int port = Integer.parseInt(LAB.lab().started().smartHost().replaceFirst(".*:", ""));
        try (WireClient client = WireClient.connect(port, LAB.lab().clientContext())) {
            assertThat(client.line()).isEqualTo("220 mail.onprem.example ESMTP");
        }
        LAB.patch("/smart-host", "{tls: starttls}");
        try (SmtpClient client = LAB.secure(LAB.lab().started().smartHost())) {
            assertThat(client.send(SENDER, "b@example.net")).startsWith("250");
            client.mustAsk("STARTTLS", "503");
        }
    }

    private static SmtpClient greeted() throws IOException {
        SmtpClient client = LAB.connect(LAB.lab().started().smartHost());
        client.ask("EHLO client.example");
        return client;
    }
}
