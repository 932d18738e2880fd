package dev.postern.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("slow")
class OutboxPartTest {

    private static final String MESSAGE = "From: hve@example.cz\r\nSubject: scan\r\n\r\nHello.\r\n";

    @Test
    void outboxTellsWhatWasTaken(@TempDir Path folder) throws Exception {
        try (RunningLab running = new RunningLab(folder)) {
            running.lab()
                    .postOffice()
                    .accept(
                            new Outbox.Way(Outbox.Server.HVE, "hve@example.cz", 7, Duration.ZERO),
                            Outbox.Envelope.of("hve@example.cz", List.of("razr@example.cz")),
                            MessageSource.of(MESSAGE));

            JsonNode one = running.control("GET", "/outbox?server=hve", "").json().path(0);
            assertThat(one.path("account").asString()).isEqualTo("hve@example.cz");
            assertThat(one.path("connection").asInt()).isEqualTo(7);
            assertThat(one.at("/envelope/recipients/0/address").asString())
                    .isEqualTo("razr@example.cz");
            assertThat(one.path("size").asInt()).isEqualTo(MESSAGE.length());
            assertThat(one.path("sha256").asString()).hasSize(64);
            assertThat(one.at("/headers/1/name").asString()).isEqualTo("Subject");
            assertThat(one.at("/headers/1/value").asString()).isEqualTo("scan");

            String number = one.path("number").toString();
            assertThat(content(running, "/outbox/" + number)).isEqualTo(MESSAGE);
            assertThat(running.control("GET", "/outbox?server=acs-smtp", "").json()).isEmpty();
            assertThat(running.control("GET", "/outbox?after=" + number, "").json()).isEmpty();
            assertThat(running.control("GET", "/outbox/99", "").status()).isEqualTo(404);
            assertThat(running.control("POST", "/outbox", "").status()).isEqualTo(405);
            assertThat(running.control("DELETE", "/outbox", "").json()).isEmpty();
        }
    }

    private static String content(RunningLab running, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = running.newClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(running.lab().started().control() + path))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
