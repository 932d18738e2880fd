package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jakarta Mail, as Java applications use it, hands in messages.
@Tag("peer")
class JakartaMailTest {

    @TempDir Path folder;
    private RealClients clients;

    @BeforeEach
    void issueACertificate() throws IOException {
        clients = RealClients.in(folder);
    }

    @Test
    void messagesOfOneConnectionArrive() throws Exception {
        try (Scene scene = clients.scene(false)) {
            Session session = session(scene);
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect("printer1", "secret");
                for (int number = 1; number <= 3; number++) {
                    MimeMessage message = message(session, number);
                    transport.sendMessage(message, message.getAllRecipients());
                }
            }

            assertThat(scene.relay().messages()).hasSize(3);
            MemoryRelay.Taken last = scene.relay().messages().getLast();
            assertThat(last.content())
                    .contains("Subject: number 3\r\n")
                    .contains("\r\n.\r\n..\r\n");
            assertThat(last.envelope().recipients()).hasSize(1);
            assertThat(last.peer().tls()).isPresent();
        }
    }

    @Test
    void wrongPasswordIsAnAuthenticationFailure() throws Exception {
        try (Scene scene = clients.scene(false);
                Transport transport = session(scene).getTransport("smtp")) {
            assertThatThrownBy(() -> transport.connect("printer1", "wrong"))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining("535");
        }
    }

    private static Session session(Scene scene) {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", String.valueOf(scene.listener().port()));
        settings.put("mail.smtp.auth", "true");
        settings.put("mail.smtp.starttls.required", "true");
        settings.put("mail.smtp.ssl.trust", "127.0.0.1");
        return Session.getInstance(settings);
    }

    private static MimeMessage message(Session session, int number) throws Exception {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("scanner@example.cz"));
        message.setRecipients(Message.RecipientType.TO, "boss@example.cz");
        message.setSubject("number " + number);
        message.setText("A dot and two:\n.\n..\nend\n");
        return message;
    }
}
