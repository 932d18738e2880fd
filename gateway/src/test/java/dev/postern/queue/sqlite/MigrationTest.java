package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.Acceptance;
import dev.postern.queue.Claim;
import dev.postern.queue.Consignment;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Ledger;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueDesk.Delivery;
import dev.postern.queue.QueueDesk.Filter;
import dev.postern.queue.QueueStore;
import dev.postern.queue.ServerId;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A queue that an older Postern filled is taken over with all that is in it.
class MigrationTest {

    private static final int MESSAGES = 50;
    private static final long BASE = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli() << 20;

    @TempDir private Path folder;

    @BeforeEach
    void fillOldQueue() throws Exception {
        Yard yard = new Yard(folder);
        Database database = new Database(yard.settings());
        database.create();
        Flyway.configure()
                .dataSource(database.writing())
                .locations("classpath:db/queue/sqlite")
                .target("1")
                .load()
                .migrate();
        assertThat(yard.number("PRAGMA user_version")).isOne();
        try (Connection connection = yard.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("INSERT INTO place VALUES (1, 'razr@example.cz', 'INBOX', 1, 1)");
            for (int i = 1; i <= MESSAGES; i++) {
                fill(statement, i);
            }
            statement.execute("COMMIT");
        }
    }

    private static void fill(Statement statement, int i) throws Exception {
        String state = List.of("waiting", "sending", "parked", "delivered").get(i % 4);
        String ended = state.equals("delivered") ? "1000" : "NULL";
        statement.execute(
                "INSERT INTO ledger (place, id, state, message) VALUES (1, %d, 'TAKEN', %d)"
                        .formatted(i, BASE + i));
        statement.execute(
                "INSERT INTO message VALUES (%d, 'razr', 1, %d, 5000, 6000, %d, x'%s', '<%d@x.cz>')"
                        .formatted(BASE + i, i, text(i).length, sha256(i), i));
        if (ended.equals("NULL")) {
            statement.execute(
                    "INSERT INTO body VALUES (%d, x'%s')"
                            .formatted(BASE + i, HexFormat.of().formatHex(text(i))));
        }
        statement.execute(
                ("INSERT INTO delivery (message, destination, state, due, token, ended)"
                                + " VALUES (%d, 'box', '%s', 0, 'old', %s)")
                        .formatted(BASE + i, state, ended));
        statement.execute(
                "INSERT INTO history VALUES (%d, 1, 7000, 'deferred', 'box', 1, '', '451 busy')"
                        .formatted(BASE + i));
    }

    private static byte[] text(int i) {
        return ("message " + i).getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(int i) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text(i)));
    }

    @Test
    void everythingIsThereAfterTheUpgradeAndGoesOn() throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore store = SqliteQueue.open(yard.settings(), yard.around())) {
            List<Delivery> deliveries = store.desk().list(Filter.any(1000));
            assertThat(deliveries).hasSize(MESSAGES);
            assertThat(deliveries.getFirst().message().origin())
                    .isEqualTo(
                            new Origin.Collected(
                                    Yard.INBOX, new ServerId.Uid(1), Instant.ofEpochMilli(5000)));
            assertThat(deliveries.getFirst().last()).isEqualTo("451 busy");
            assertThat(deliveries.getFirst().ways()).containsExactly("box");
            assertThat(deliveries)
                    .filteredOn(one -> one.state() == DeliveryState.DELIVERED)
                    .hasSize(MESSAGES / 4);

            List<Claim> claims = Yard.claim(store, 1000);

            assertThat(claims).extracting(claim -> claim.message().id()).isSorted().hasSize(25);
            for (Claim claim : claims) {
                assertThat(claim.consignment()).isEqualTo(Consignment.WHOLE);
                try (InputStream in = store.outlet().open(claim.message().id())) {
                    assertThat(in.readAllBytes()).asString().startsWith("message ");
                }
                assertThat(store.outlet().settle(claim, new Outcome.Delivered("ok"))).isTrue();
            }
            assertThat(Yard.accept(store, 1, text(1))).isEqualTo(new Acceptance.Known());
            assertThat(store.ledger().entries(Yard.INBOX))
                    .hasSize(MESSAGES)
                    .allSatisfy(
                            (_, entry) -> assertThat(entry.state()).isEqualTo(Ledger.State.TAKEN));
        }
        assertThat(yard.number("PRAGMA user_version")).isEqualTo(Schema.VERSION);
        assertThat(yard.number("SELECT count(*) FROM pragma_foreign_key_check")).isZero();
        assertThat(yard.number("SELECT integrity_check = 'ok' FROM pragma_integrity_check"))
                .isOne();
    }

    @Test
    void upgradedQueueIsLaidOutAsANewOne() throws Exception {
        Yard old = new Yard(folder);
        SqliteQueue.open(old.settings(), old.around()).close();
        Yard fresh = new Yard(folder.resolve("new"));
        SqliteQueue.open(fresh.settings(), fresh.around()).close();

        assertThat(layout(old)).isEqualTo(layout(fresh)).isNotZero();
    }

    private static long layout(Yard yard) throws Exception {
        return yard.number("SELECT sum(length(sql) * 31 + unicode(name)) FROM sqlite_schema");
    }
}
