package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.AccountOrder;
import dev.postern.lab.mail.Outbox;
import dev.postern.peers.Peers;
import dev.postern.peers.Programs;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Microsoft's own client for JavaScript sends through the HTTP API when its connection string is
/// changed, over TLS with a certificate of our own.
@Tag("peer")
class AzureScriptTest {

    private static final RelayScene.Plan PLAN =
            new RelayScene.Plan(
                    "[{to: host}]",
                    "host: {smart-host: {host: localhost, port: {smart-host-port}, trust: ca.pem}}\n",
                    "api: {listen: \"127.0.0.1:{api-port}\","
                            + " tls: {mode: implicit, certificate: tls.pem, key: tls.key}}\n");
    private static final String LIBRARY = "@azure/communication-email";
    private static final String PICTURE = "iVBORw0KGgo=";
    private static final String MESSAGE =
            """
            {
              "senderAddress": "alerts@example.cz",
              "content": {
                "subject": "Příliš žluťoučký kůň",
                "plainText": "plain",
                "html": "<p>html <img src='cid:logo'></p>"
              },
              "recipients": {
                "to": [{"address": "anna@contoso.com", "displayName": "Anna"}],
                "cc": [{"address": "carl@contoso.com"}],
                "bcc": [{"address": "hidden@contoso.com"}]
              },
              "replyTo": [{"address": "help@example.cz", "displayName": "Help"}],
              "headers": {"X-Incident": "4711"},
              "attachments": [
                {"name": "report.txt", "contentType": "text/plain", "contentInBase64": "Zm91bmQ="},
                {"name": "logo.png", "contentType": "image/png", "contentId": "logo",
                 "contentInBase64": "%s"}
              ]
            }
            """
                    .formatted(PICTURE);

    @TempDir Path folder;

    private JsonNode send(RelayScene scene, String key, String message) throws Exception {
        Path script = folder.resolve("client.js");
        try (InputStream in = AzureScriptTest.class.getResourceAsStream("azure_email_client.js")) {
            Files.write(script, in.readAllBytes());
        }
        String printed =
                Programs.run(
                        folder,
                        List.of(
                                "env",
                                "NODE_PATH=" + Peers.requireNodeLibrary(LIBRARY),
                                "NODE_EXTRA_CA_CERTS=" + folder.resolve("devices-ca.pem"),
                                Peers.require("node").toString(),
                                script.toString(),
                                "endpoint=https://localhost:%d/;accesskey=%s"
                                        .formatted(scene.apiPort, key),
                                message));
        return JsonMapper.shared().readTree(printed);
    }

    private static String key(RelayScene scene) throws Exception {
        AccountOrder order =
                new AccountOrder(
                        "sentinel",
                        List.of("alerts@example.cz"),
                        AccountOrder.From.KEEP,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        true);
        return scene.add(order).accessKey().orElseThrow();
    }

    @Test
    void messageWithAllItCanHaveArrivesAndIsFollowedToItsEnd() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            JsonNode result = send(scene, key(scene), MESSAGE);

            assertThat(result.path("status").asString()).isEqualTo("Succeeded");
            Outbox.Accepted came = scene.arrived(1).getFirst();
            assertThat(came.envelope().sender()).isEqualTo("alerts@example.cz");
            assertThat(came.envelope().addresses())
                    .containsExactly("anna@contoso.com", "carl@contoso.com", "hidden@contoso.com");
            assertThat(RelayScene.text(came))
                    .contains(
                            "To: Anna <anna@contoso.com>",
                            "Cc: carl@contoso.com",
                            "Reply-To: Help <help@example.cz>",
                            "X-Incident: 4711",
                            "Message-ID: <" + result.path("id").asString() + "@",
                            "report.txt",
                            "Content-ID: <logo>",
                            PICTURE)
                    .doesNotContain("hidden@contoso.com");
        }
    }

    @Test
    void wrongKeyAndForeignSenderAreRefusedAsAzureRefusesThem() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            String right = key(scene);
            String wrong =
                    Base64.getEncoder()
                            .encodeToString("another key".getBytes(StandardCharsets.UTF_8));

            JsonNode stranger = send(scene, wrong, MESSAGE);
            assertThat(stranger.path("refused").asInt()).isEqualTo(401);
            JsonNode director = send(scene, right, MESSAGE.replace("alerts@", "director@"));
            assertThat(director.path("refused").asInt()).isEqualTo(403);
            assertThat(director.path("code").asString()).isEqualTo("InvalidSenderUserName");
            assertThat(scene.outbox()).isEmpty();
        }
    }
}
