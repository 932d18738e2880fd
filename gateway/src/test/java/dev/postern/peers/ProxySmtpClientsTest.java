package dev.postern.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.Outbox;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import dev.postern.proxy.Profile;
import dev.postern.token.Authority;
import dev.postern.token.CachedTokens;
import dev.postern.token.Credential;
import dev.postern.token.Tenant;
import dev.postern.token.TokenSettings;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that nobody here wrote send by SMTP with a local password through Microsoft 365 in a
/// box, which takes tokens only. None of them says EHLO again after it has signed in.
@Tag("peer")
class ProxySmtpClientsTest {

    private static final String MAILBOX = "noreply@example.cz";

    private static final String MESSAGE =
            """
            From: noreply@example.cz
            To: boss@contoso.com
            Subject: dots
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            .
            ..two dots
            příliš žluťoučký kůň
            """
                    .replace("\n", "\r\n");

    @TempDir Path folder;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Lab lab;

    @BeforeEach
    void startLab() throws IOException {
        Path place = Files.createDirectories(folder.resolve("lab"));
        lab = Lab.start(LabSettings.free(place));
        open.push(lab);
        Files.writeString(folder.resolve("message.eml"), MESSAGE);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private ProxyClients smtp(ProxyDoor.Entry entry) throws IOException {
        Tenant tenant =
                new Tenant(
                        "example",
                        "22222222-2222-2222-2222-222222222222",
                        "11111111-1111-1111-1111-111111111111",
                        List.of(new Credential.ClientSecret(() -> "lab-secret")),
                        new Authority(
                                URI.create(lab.started().authority()),
                                Optional.of(lab.started().caFile())));
        CachedTokens tokens =
                CachedTokens.open(
                        TokenSettings.usual(Map.of()), _ -> {}, lab.clock(), new Random(1));
        open.push(tokens);
        String[] place = lab.started().smtp().split(":", 2);
        ProxyDoor door =
                new ProxyDoor(
                        folder,
                        new ProxyDoor.Behind(
                                Profile.Protocol.SMTP,
                                new Endpoint(
                                        place[0], Integer.parseInt(place[1]), Security.STARTTLS),
                                lab.clientContext(),
                                tenant),
                        entry,
                        tokens);
        open.push(door);
        return new ProxyClients(folder, door, MAILBOX);
    }

    private String sent() throws IOException {
        List<Outbox.Accepted> messages = lab.outbox().messages();
        assertThat(messages).hasSize(1);
        try (InputStream in = messages.getFirst().content().source().orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void arrived() throws IOException {
        assertThat(sent()).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @EnumSource(ProxyDoor.Entry.class)
    void curl(ProxyDoor.Entry entry) throws Exception {
        ProxyClients clients = smtp(entry);
        String scheme = entry == ProxyDoor.Entry.IMPLICIT ? "smtps" : "smtp";
        clients.run(
                "curl",
                "-sS",
                "--ssl-reqd",
                "--cacert",
                "TRUST",
                "--user",
                "MAILBOX:PASSWORD",
                "--mail-from",
                "MAILBOX",
                "--mail-rcpt",
                "boss@contoso.com",
                "--upload-file",
                "FOLDERmessage.eml",
                scheme + "://localhost:PORT/client.example");
        arrived();
    }

    @Test
    void curlIsToldThatThePasswordIsWrongAndTheServerHearsNothingOfIt() throws Exception {
        ProxyClients clients = smtp(ProxyDoor.Entry.STARTTLS);
        assertThatThrownBy(() ->
                        clients.run(
                                "curl",
                                "-sS",
                                "--ssl-reqd",
                                "--cacert",
                                "TRUST",
                                "--user",
                                "MAILBOX:wrong",
                                "--mail-from",
                                "MAILBOX",
                                "--mail-rcpt",
                                "boss@contoso.com",
                                "--upload-file",
                                "FOLDERmessage.eml",
                                "smtp://localhost:PORT/client.example"))
                .hasMessageContaining("ended with 67");
        assertThat(lab.entra().count().counted().requests()).isZero();
        assertThat(lab.outbox().messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "login"})
    void msmtp(String way) throws Exception {
        ProxyClients clients = smtp(ProxyDoor.Entry.STARTTLS);
        String settings =
                clients.file(
                        "msmtprc",
                        """
                        account proxy
                        host localhost
                        port PORT
                        from MAILBOX
                        user MAILBOX
                        password "PASSWORD"
                        auth %s
                        tls on
                        tls_starttls on
                        tls_trust_file TRUST
                        set_date_header off
                        set_msgid_header off
                        """
                                .formatted(way));
        clients.run(
                "sh",
                "-c",
                "msmtp -C " + settings + " -a proxy boss@contoso.com <FOLDERmessage.eml");
        arrived();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void swaksWithPipelining(String way) throws Exception {
        ProxyClients clients = smtp(ProxyDoor.Entry.STARTTLS);
        clients.run(
                "swaks",
                "--server",
                "localhost",
                "--port",
                "PORT",
                "--tls",
                "--tls-ca-path",
                "TRUST",
                "--tls-verify",
                "--auth",
                way,
                "--auth-user",
                "MAILBOX",
                "--auth-password",
                "PASSWORD",
                "--from",
                "MAILBOX",
                "--to",
                "boss@contoso.com",
                "--pipeline",
                "--data",
                "@FOLDERmessage.eml");
        assertThat(sent()).contains("\r\n..two dots\r\n", "kůň");
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "implicit"})
    void pythonsSmtplib(String way) throws Exception {
        ProxyClients clients =
                smtp(way.equals("implicit") ? ProxyDoor.Entry.IMPLICIT : ProxyDoor.Entry.STARTTLS);
        String said =
                clients.run(
                        "python3",
                        clients.script("smtplib_client.py"),
                        "PORT",
                        "TRUST",
                        "MAILBOX",
                        "PASSWORD",
                        way,
                        "FOLDERmessage.eml");
        assertThat(said).contains("before: 530", "wrong: 535", "again: XOAUTH2");
        arrived();
    }

    @Test
    void jakartaMail() throws Exception {
        ProxyClients clients = smtp(ProxyDoor.Entry.STARTTLS);
        Properties settings = new Properties();
        settings.put("mail.smtp.port", String.valueOf(clients.door().port()));
        settings.put("mail.smtp.auth", "true");
        settings.put("mail.smtp.starttls.required", "true");
        settings.put("mail.smtp.ssl.trust", "localhost");
        Session session = Session.getInstance(settings);
        try (Transport transport = session.getTransport("smtp")) {
            assertThatThrownBy(() -> transport.connect("localhost", MAILBOX, "wrong"))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("535 5.7.8");
            transport.connect("localhost", MAILBOX, ProxyDoor.PASSWORD);
            MimeMessage message = new MimeMessage(session);
            message.setFrom(new InternetAddress(MAILBOX));
            message.setRecipients(Message.RecipientType.TO, "boss@contoso.com");
            message.setText("A dot and two:\n.\n..\nend\n");
            transport.sendMessage(message, message.getAllRecipients());
        }
        assertThat(sent()).contains("\r\n.\r\n..\r\nend\r\n");
    }

    @Test
    void whatMicrosoftRefusesIsSaidToTheClientAsOurTroubleAndToThePersonInFull() throws Exception {
        lab.directory()
                .patch("/tenants/example/exchange/mailboxes/" + MAILBOX, "smtp-auth: disabled");
        ProxyClients clients = smtp(ProxyDoor.Entry.STARTTLS);
        String said =
                clients.run(
                        "python3",
                        clients.script("smtplib_client.py"),
                        "PORT",
                        "TRUST",
                        "MAILBOX",
                        "PASSWORD",
                        "starttls",
                        "FOLDERmessage.eml",
                        "straight");
        assertThat(said).contains("right: 454");
        assertThat(clients.door().events())
                .anyMatch(event -> event.toString().contains("disabled for the Mailbox"));
    }
}
