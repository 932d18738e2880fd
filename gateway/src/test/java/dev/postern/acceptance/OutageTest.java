package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.postern.collector.Server;
import dev.postern.collector.VisitReport;
import dev.postern.delivery.Destination;
import dev.postern.delivery.Lane;
import dev.postern.delivery.Limits;
import dev.postern.delivery.RetrySchedule;
import dev.postern.delivery.webhook.Signing;
import dev.postern.delivery.webhook.WebhookAgent;
import dev.postern.delivery.webhook.WebhookSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// T3: the application is away for ten minutes.
@Tag("acceptance")
class OutageTest {

    @TempDir Path folder;
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile int status = 500;

    @Test
    void t03ApplicationThatIsAwayForTenMinutesGetsEveryMessageOnceAndInOrderAfterwards()
            throws Exception {
        HttpServer application =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    int answer = status;
                    if (answer == 204) {
                        taken.add(new String(body, StandardCharsets.US_ASCII));
                    }
                    exchange.sendResponseHeaders(answer, -1);
                    exchange.close();
                });
        application.start();
        try (Rig rig = new Rig(folder)) {
            Box box = rig.box(Server.Protocol.IMAP).deliver(20);
            Lane lane = lane(rig, box, application.getAddress().getPort());

            VisitReport report = box.visit();
            assertThat(report.taken()).as("the mailbox does not wait").isEqualTo(20);
            Instant back = rig.clock.instant().plus(Duration.ofMinutes(10));
            while (rig.clock.instant().isBefore(back)) {
                Optional<Instant> next = lane.runDue();
                Duration wait = Duration.between(rig.clock.instant(), next.orElseThrow());
                rig.clock.advance(wait.plusMillis(1));
            }
            assertThat(taken).isEmpty();

            status = 204;
            for (int i = 0; i < 30 && taken.size() < 20; i++) {
                Optional<Instant> next = lane.runDue();
                next.ifPresent(at ->
                        rig.clock.advance(Duration.between(rig.clock.instant(), at).plusMillis(1)));
            }
            assertThat(taken).isEqualTo(Box.texts(20));
        } finally {
            application.stop(0);
        }
    }

    private Lane lane(Rig rig, Box box, int port) throws Exception {
        WebhookAgent agent =
                new WebhookAgent(
                        new WebhookSettings(
                                URI.create("http://127.0.0.1:" + port + "/"),
                                WebhookSettings.Form.RAW,
                                new Signing.None(),
                                Map.of(),
                                Duration.ofSeconds(10)),
                        SSLContext.getDefault(),
                        rig.clock,
                        Files.createDirectory(folder.resolve("tmp")));
        return new Lane(
                new Destination(box.name, agent, Limits.none(), RetrySchedule.usual()),
                rig.store.outlet(),
                rig.alarms,
                rig.clock,
                new Random(1));
    }
}
