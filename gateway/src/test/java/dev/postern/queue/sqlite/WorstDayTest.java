package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.event.Event;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.DamagedMessageException;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueStore;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The days on which a queue shows what it is worth. What needs a file system of its own stands in
/// [FullDiskTest].
@Tag("slow")
class WorstDayTest {

    private static final int MIB = 1 << 20;

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

    @Test
    void nobodyElseMayReadTheMailInTheStore() throws Exception {
        Path fresh = Files.createDirectory(folder.resolve("fresh"));
        Surroundings around =
                new Surroundings(InstantSource.system(), new Random(1), _ -> {}, CrashPoint.NONE);

        try (QueueStore store = SqliteQueue.open(SqliteSettings.in(fresh), around)) {
            Acceptance _ = Yard.accept(store, 1, octets(100));
            try (Stream<Path> files = Files.list(fresh)) {
                assertThat(
                                files.filter(file ->
                                                file.getFileName()
                                                        .toString()
                                                        .startsWith("queue.db"))
                                        .filter(file -> !file.toString().endsWith("lock")))
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(Files.getPosixFilePermissions(file))
                                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));
            }
        }
    }

    @Test
    @Tag("slow")
    void fullDatabaseStopsIntakeWithAnAlarmAndGoesOnByItself() throws Exception {
        try (QueueStore store = yard.open(yard.settings(4 * MIB))) {
            List<QueueId> acknowledged = fill(store);
            assertThat(acknowledged).isNotEmpty();
            assertThat(yard.next(Event.AlarmRaised.class).subject()).isEqualTo(Health.SUBJECT);
            assertThatThrownBy(() -> store.intake().begin())
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("full");

            for (Claim claim : Yard.claim(store, 1000)) {
                try (InputStream in = store.outlet().open(claim.message().id())) {
                    assertThat(in.readAllBytes()).isEqualTo(octets(100_000));
                }
                assertThat(store.outlet().settle(claim, new Outcome.Delivered("ok"))).isTrue();
                acknowledged.remove(claim.message().id());
            }
            assertThat(acknowledged).as("acknowledged, but not there").isEmpty();

            assertThat(yard.next(Event.AlarmCleared.class).subject()).isEqualTo(Health.SUBJECT);
            assertThat(Yard.accept(store, 5000, octets(100))).isInstanceOf(Acceptance.Taken.class);
        }
    }

    /// Accepts until the store refuses.
    private static List<QueueId> fill(QueueStore store) throws Exception {
        List<QueueId> acknowledged = new ArrayList<>();
        try {
            for (int uid = 1; uid < 1000; uid++) {
                acknowledged.add(Yard.taken(store, uid, octets(100_000)));
            }
            throw new AssertionError("the store never filled up");
        } catch (QueueUnavailableException _) {
            return acknowledged;
        }
    }

    @Test
    @Tag("slow")
    void largeMessageThatDoesNotFitIsRefusedWithoutATrace() throws Exception {
        try (QueueStore store = yard.open(yard.settings(4 * MIB))) {
            assertThatThrownBy(() -> Yard.accept(store, 1, octets(10 * MIB)))
                    .isInstanceOf(QueueUnavailableException.class);
            yard.next(Event.AlarmRaised.class);
            yard.next(Event.AlarmCleared.class);

            assertThat(Yard.claim(store, 10)).isEmpty();
            assertThat(store.ledger().entries(Yard.INBOX)).isEmpty();
            QueueId small = Yard.taken(store, 1, octets(10));
            assertThat(store.desk().show(small)).isPresent();
        }
    }

    @Test
    void lockedDatabaseIsRefusedAndTakenUpAgain() throws Exception {
        try (QueueStore store = yard.open()) {
            try (Connection other = yard.connect();
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThatThrownBy(() -> Yard.accept(store, 1, octets(10)))
                        .isInstanceOf(QueueUnavailableException.class);
                yard.next(Event.AlarmRaised.class);
                statement.execute("ROLLBACK");
            }
            yard.next(Event.AlarmCleared.class);
            assertThat(Yard.accept(store, 1, octets(10))).isInstanceOf(Acceptance.Taken.class);
        }
    }

    @Test
    void fileThatIsNoDatabaseIsNamedAndLeftAsItIs() throws Exception {
        byte[] garbage = octets(20_000);
        Files.write(yard.file, garbage);

        assertThatThrownBy(yard::open)
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining(yard.file.toString())
                .hasMessageContaining("damaged")
                .hasMessageContaining("Nothing was deleted");
        assertThat(yard.file).hasBinaryContent(garbage);
    }

    @Test
    void databaseOfAnotherProgramIsRefused() throws Exception {
        yard.change("CREATE TABLE customers (name TEXT)");

        assertThatThrownBy(() -> SqliteQueue.open(yard.settings(), yard.around()))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("another program");
        assertThat(yard.number("SELECT count(*) FROM sqlite_schema")).isEqualTo(1);
    }

    @Test
    void queueOfANewerVersionIsRefused() throws Exception {
        yard.open().close();
        yard.change("PRAGMA user_version = 3");

        assertThatThrownBy(yard::open)
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("newer Postern")
                .hasMessageContaining("schema 3");
    }

    @Test
    void folderInThePlaceOfTheFileIsNamed() throws Exception {
        Files.createDirectories(yard.file);

        assertThatThrownBy(() -> SqliteQueue.open(yard.settings(), yard.around()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(yard.file.toString());
    }

    @Test
    void missingFolderIsMade() throws Exception {
        Yard deep = new Yard(folder.resolve("a/b"));
        try (QueueStore store = SqliteQueue.open(deep.settings(), deep.around())) {
            assertThat(Yard.accept(store, 1, octets(10))).isInstanceOf(Acceptance.Taken.class);
        }
    }

    @Test
    void fileThatIsRemovedWhileInUseStopsIntake() throws Exception {
        try (QueueStore store = yard.open()) {
            Files.delete(yard.file);

            assertThat(yard.next(Event.AlarmRaised.class).text()).contains("is gone");
            assertThatThrownBy(() -> Yard.accept(store, 1, octets(10)))
                    .isInstanceOf(QueueUnavailableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE body SET octets = CAST('mutilated!' AS BLOB)",
                "UPDATE body SET octets = CAST('short' AS BLOB)",
                "DELETE FROM chunk WHERE part = 1",
                "DELETE FROM chunk WHERE part = (SELECT max(part) FROM chunk)",
                "UPDATE chunk SET octets = zeroblob(length(octets)) WHERE part = 2"
            })
    void damagedMessageIsParkedAndNeverHandedOverBroken(String damage) throws Exception {
        try (QueueStore store = yard.open()) {
            boolean small = damage.contains("body");
            QueueId id = Yard.taken(store, 1, octets(small ? 10 : MIB));
            Claim claim = Yard.claim(store, 1).getFirst();
            assertThat(yard.change(damage)).isPositive();

            assertThatThrownBy(() -> readAll(store, id))
                    .isInstanceOf(DamagedMessageException.class)
                    .hasMessageContaining(id.value());

            assertThat(store.outlet().settle(claim, new Outcome.Delivered("ok"))).isFalse();
            assertThat(yard.next(Event.Parked.class).message()).isEqualTo(id.value());
            assertThat(store.desk().show(id).orElseThrow().history().getLast().deed())
                    .isEqualTo(dev.postern.queue.QueueDesk.Deed.DAMAGED);
        }
    }

    private static byte[] readAll(QueueStore store, QueueId id) throws IOException {
        try (InputStream in = store.outlet().open(id)) {
            return in.readAllBytes();
        }
    }

    @Test
    @Tag("slow")
    void writingIntoARefusedReceptionIsRefused() throws Exception {
        try (QueueStore store = yard.open(yard.settings(4 * MIB));
                Reception reception = store.intake().begin()) {
            byte[] octets = octets(10 * MIB);
            assertThatThrownBy(() -> reception.write(octets, 0, octets.length))
                    .isInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> reception.write(octets, 0, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
