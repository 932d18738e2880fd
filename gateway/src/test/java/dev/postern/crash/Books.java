package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.CrashPoint;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Ledger;
import dev.postern.queue.Place;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueStore;
import dev.postern.queue.sqlite.SqliteQueue;
import dev.postern.queue.sqlite.SqliteSettings;
import dev.postern.queue.sqlite.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The store after all crashes, with nobody at work any more.
final class Books {

    private static final int ENTRIES_MAX = 10_000;

    private Books() {}

    /// Every message has one line in the ledger, whose end the server has confirmed, and two
    /// deliveries, which were made.
    static void areBalanced(Path data, int sent) throws IOException {
        try (QueueStore store =
                SqliteQueue.open(
                        SqliteSettings.in(data),
                        new Surroundings(
                                InstantSource.system(),
                                RandomGenerator.getDefault(),
                                _ -> {},
                                CrashPoint.NONE))) {
            assertThat(ledger(store)).hasSize(sent).containsOnly(Ledger.State.DONE);
            List<QueueDesk.Delivery> deliveries =
                    store.desk().list(QueueDesk.Filter.any(ENTRIES_MAX));
            assertThat(deliveries).hasSize(Math.min(2 * sent, ENTRIES_MAX));
            assertThat(deliveries)
                    .extracting(QueueDesk.Delivery::state)
                    .containsOnly(DeliveryState.DELIVERED);
        }
    }

    private static List<Ledger.State> ledger(QueueStore store) throws IOException {
        List<Ledger.State> states = new ArrayList<>();
        for (String mailbox : Scene.MAILBOXES) {
            long generation = store.ledger().generation(mailbox, "INBOX").orElseThrow();
            store.ledger()
                    .entries(new Place(mailbox, "INBOX", generation))
                    .values()
                    .forEach(entry -> states.add(entry.state()));
        }
        return states;
    }
}
