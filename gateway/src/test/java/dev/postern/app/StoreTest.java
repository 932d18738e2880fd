package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Place;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import dev.postern.queue.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queue as the settings have it.
class StoreTest {

    private static final String YAML =
            """
            data: data
            queue: {size-max: 64KiB, reserve: 16MiB}
            collect: {}
            destinations: {}
            """;
    private static final int MESSAGES = 20;

    @TempDir private Path folder;

    @Test
    @Tag("slow") // it fills a real queue
    void theWholeQueueMayBeLargerThanTheLargestMessage() throws Exception {
        try (QueueStore store = open()) {
            for (int uid = 1; uid <= MESSAGES; uid++) {
                assertThat(store.intake().accept(List.of(offer(store, uid))))
                        .first()
                        .isInstanceOf(Acceptance.Taken.class);
            }
        }
    }

    private QueueStore open() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Path file = Files.writeString(folder.resolve("postern.yaml"), YAML);
        Settings settings =
                switch (Configuration.load(file)) {
                    case Configuration.Valid(Settings valid, _) -> valid;
                    case Configuration.Invalid invalid ->
                            throw new AssertionError(invalid.report());
                };
        return Store.open(settings, _ -> {}, QuietWorld.at(InstantSource.system()));
    }

    private static Offer offer(QueueStore store, int uid) throws IOException {
        byte[] octets = new byte[60 * 1024];
        Reception reception = store.intake().begin();
        reception.write(octets, 0, octets.length);
        return new Offer(
                reception,
                new Origin.Collected(
                        new Place("requests@example.cz", "INBOX", 1),
                        new ServerId.Uid(uid),
                        Instant.EPOCH),
                "requests",
                List.of(new Shipment(List.of("inbox"), List.of())),
                Optional.empty(),
                Optional.empty());
    }
}
