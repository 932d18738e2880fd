package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.queue.QueueId;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of chunks, and of the memory of receptions.
class ReceptionsTest {

    private static final int LARGE = 3 * SqliteReception.CHUNK;
    private static final String CHUNKS = "SELECT count(*) FROM chunk";
    private static final String RECEPTIONS = "SELECT count(*) FROM reception";

    @TempDir private Path folder;
    private Yard yard;

    @BeforeEach
    void prepare() {
        yard = new Yard(folder);
    }

    private static byte[] octets(int count) {
        byte[] octets = new byte[count];
        new Random(count).nextBytes(octets);
        return octets;
    }

    private static Reception received(QueueStore store, byte[] octets) throws IOException {
        Reception reception = store.intake().begin();
        reception.write(octets, 0, octets.length);
        return reception;
    }

    /// Keeps the writer going, which looks after its chores between transactions, until the number
    /// is as expected. Every turn is a commit, so this is no busy loop, and 60 s are its end.
    private void until(QueueStore store, String query, long expected)
            throws IOException, SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (yard.number(query) != expected) {
            assertThat(System.nanoTime() - end).as(query).isNegative();
            store.ledger().visited(Yard.INBOX);
        }
    }

    @Test
    void chunksOfACrashedProcessAreSweptWhenNobodyHasTouchedThemForLong() throws Exception {
        QueueStore crashed = yard.open();
        received(crashed, octets(LARGE + 1));
        crashed.close(); // without closing the reception: it is still there for the next
        assertThat(yard.number(CHUNKS)).isEqualTo(3);
        yard.clock.advance(Housekeeping.ABANDONED_AFTER.plusSeconds(1));

        try (QueueStore store = yard.open()) {
            until(store, RECEPTIONS, 0);
        }
        assertThat(yard.number(CHUNKS)).isZero();
    }

    @Test
    @Tag("slow")
    void closedReceptionIsSweptAtOnce() throws Exception {
        try (QueueStore store = yard.open()) {
            received(store, octets(LARGE + 1)).close();
            until(store, RECEPTIONS, 0);
        }
    }

    @Test
    @Tag("slow")
    void chunksOfADeliveredMessageAreSwept() throws Exception {
        try (QueueStore store = yard.open()) {
            Yard.taken(store, 1, octets(LARGE));
            store.outlet()
                    .settle(
                            Yard.claim(store, 1).getFirst(),
                            new dev.postern.queue.Outcome.Delivered("ok"));
            until(store, CHUNKS, 0);
        }
    }

    @Test
    @Tag("slow")
    void databaseShrinksWhenALotWasDelivered() throws Exception {
        try (QueueStore store = yard.open()) {
            Yard.taken(store, 1, octets(40 << 20));
            assertThat(yard.number("PRAGMA page_count")).isGreaterThan(10_000);

            store.outlet()
                    .settle(
                            Yard.claim(store, 1).getFirst(),
                            new dev.postern.queue.Outcome.Delivered("ok"));

            until(store, "SELECT page_count < 5000 FROM pragma_page_count", 1);
            assertThat(yard.events).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void slowReceptionIsTouchedAndNotSwept() throws Exception {
        byte[] octets = octets(LARGE + 1);
        try (QueueStore store = yard.open()) {
            Reception slow = received(store, octets);
            for (int i = 0; i < 3; i++) {
                yard.clock.advance(Housekeeping.ABANDONED_AFTER.plusSeconds(1));
                long now = yard.clock.instant().toEpochMilli();
                until(store, "SELECT count(*) FROM reception WHERE touched = " + now, 1);
            }
            store.intake().accept(java.util.List.of(Yard.offer(slow, 1)));

            QueueId id = Yard.claim(store, 1).getFirst().message().id();
            try (InputStream in = store.outlet().open(id)) {
                assertThat(in.readAllBytes()).isEqualTo(octets);
            }
        }
    }

    @Test
    void receptionThatWasSweptUnderneathIsNotAccepted() throws Exception {
        try (QueueStore store = yard.open()) {
            Reception reception = received(store, octets(LARGE));
            yard.change("DELETE FROM chunk");
            yard.change("DELETE FROM reception");

            assertThatThrownBy(() ->
                            store.intake().accept(java.util.List.of(Yard.offer(reception, 1))))
                    .isInstanceOf(IOException.class);
            assertThat(store.ledger().entries(Yard.INBOX)).isEmpty();
            assertThat(Yard.claim(store, 1)).isEmpty();
        }
    }

    @Test
    void withoutMemoryReceptionsSpillEarlyAndStillWork() throws Exception {
        SqliteSettings settings = new SqliteSettings(yard.file, 0, 0, 0, Duration.ofSeconds(10));
        byte[] octets = octets(100_000);
        try (QueueStore store = yard.open(settings)) {
            QueueId id = Yard.taken(store, 1, octets);
            assertThat(yard.number(CHUNKS)).isEqualTo(13);
            try (InputStream in = store.outlet().open(id)) {
                assertThat(in.readAllBytes()).isEqualTo(octets);
            }
        }
    }

    @Test
    void memoryIsGivenBackHoweverAReceptionEnds() throws Exception {
        ReceptionMemory memory = new ReceptionMemory(MEMORY);
        Space space = new Space(() -> Long.MAX_VALUE, 0, yard.events::add);
        Receptions receptions = new Receptions(new Writer(idleCommits()), memory, space);

        SqliteReception accepted = receptions.open();
        accepted.write(octets(50_000), 0, 50_000);
        assertThat(memory.left()).isEqualTo(MEMORY - 65_536);
        accepted.seal();
        accepted.accepted();
        assertThat(memory.left()).isEqualTo(MEMORY);

        SqliteReception closed = receptions.open();
        closed.write(octets(50_000), 0, 50_000);
        closed.close();
        closed.close();
        assertThat(memory.left()).isEqualTo(MEMORY);
    }

    private static final long MEMORY = 1 << 20;

    private GroupCommit idleCommits() throws IOException {
        return new GroupCommit(
                new Database(yard.settings()).writing(),
                yard.file,
                yard.around(),
                new Health(yard.events::add),
                () -> {});
    }
}
