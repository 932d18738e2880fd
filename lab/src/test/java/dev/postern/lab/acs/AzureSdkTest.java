package dev.postern.lab.acs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.communication.email.EmailClient;
import com.azure.communication.email.EmailClientBuilder;
import com.azure.communication.email.models.EmailAddress;
import com.azure.communication.email.models.EmailAttachment;
import com.azure.communication.email.models.EmailMessage;
import com.azure.communication.email.models.EmailSendResult;
import com.azure.communication.email.models.EmailSendStatus;
import com.azure.core.credential.AccessToken;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import dev.postern.lab.RestServices;
import dev.postern.lab.RunningLab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.rest.RestClient;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/// Microsoft's own client against the lab: what it cannot read, the lab says wrongly.
@Tag("slow")
class AzureSdkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RunningLab lab;

    @BeforeEach
    void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        lab.lab()
                .rest()
                .acsOperations()
                .follow(
                        new Operations.Course(
                                1, Duration.ZERO, Operations.Ending.SUCCEEDED, "", ""));
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private EmailClientBuilder builder() {
        return new EmailClientBuilder()
                .endpoint(lab.lab().started().acs())
                .httpClient(
                        new JdkHttpClientBuilder(
                                        HttpClient.newBuilder()
                                                .sslContext(lab.lab().clientContext()))
                                .build());
    }

    private EmailClient byKey() {
        return builder()
                .connectionString(
                        "endpoint=" + lab.lab().started().acs() + "/;accesskey=" + RestClient.KEY)
                .buildClient();
    }

    private static EmailMessage hello() {
        return new EmailMessage()
                .setSenderAddress("donotreply@example.cz")
                .setSubject("Hello")
                .setBodyPlainText("plain")
                .setBodyHtml("<p>html</p>")
                .setToRecipients(new EmailAddress("razr@example.cz").setDisplayName("Razr"))
                .setCcRecipients("cc@example.com")
                .setReplyTo(new EmailAddress("help@example.cz"))
                .setAttachments(
                        new EmailAttachment(
                                "a.txt", "text/plain", BinaryData.fromString("attached")));
    }

    @Test
    void messageByAccessKeyIsSentAndPolledToItsEnd() {
        EmailSendResult result = byKey().beginSend(hello()).waitForCompletion(PATIENCE).getValue();

        assertThat(result.getStatus()).isEqualTo(EmailSendStatus.SUCCEEDED);
        Outbox.Accepted taken = lab.lab().outbox().messages().getFirst();
        assertThat(taken.envelope().addresses())
                .containsExactly("razr@example.cz", "cc@example.com");
        assertThat(lab.lab().mail().store().mailbox("razr@example.cz").inbox().messages())
                .hasSize(1);
    }

    @Test
    void messageByTokenIsSent() {
        EmailClient client =
                builder().credential(_ -> Mono.fromCallable(this::token)).buildClient();

        assertThat(client.beginSend(hello()).waitForCompletion(PATIENCE).getValue().getStatus())
                .isEqualTo(EmailSendStatus.SUCCEEDED);
    }

    private AccessToken token() throws Exception {
        return new AccessToken(
                RestClient.token(lab, "https://communication.azure.com"),
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
    }

    @Test
    void refusalIsUnderstood() {
        EmailClient client = byKey();
        EmailMessage unlinked = hello().setSenderAddress("a@elsewhere.example");

        assertThatThrownBy(() -> client.beginSend(unlinked).poll())
                .isInstanceOfSatisfying(
                        HttpResponseException.class,
                        e -> {
                            assertThat(e.getResponse().getStatusCode()).isEqualTo(404);
                            assertThat(e).hasMessageContaining("DomainNotLinked");
                        });
    }

    @Test
    void throttlingIsWaitedOut() {
        RestServices.plan(lab.lab().rest().acsFaults(), "throttle retry-after=1s of=send times=1");

        assertThat(byKey().beginSend(hello()).waitForCompletion(PATIENCE).getValue().getStatus())
                .isEqualTo(EmailSendStatus.SUCCEEDED);
        assertThat(lab.lab().outbox().messages()).hasSize(1);
    }

    @Test
    void failedOperationIsUnderstood() {
        lab.lab()
                .rest()
                .acsOperations()
                .follow(
                        new Operations.Course(
                                0,
                                Duration.ZERO,
                                Operations.Ending.FAILED,
                                "EmailDropped",
                                "It was dropped."));

        assertThat(byKey().beginSend(hello()).waitForCompletion(PATIENCE).getStatus())
                .hasToString("FAILED");
        assertThat(lab.lab().outbox().messages()).isEmpty();
    }
}
