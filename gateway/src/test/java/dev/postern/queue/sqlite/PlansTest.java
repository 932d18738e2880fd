package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.QueueStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;

/// What is done for every message goes straight to its rows: it costs the same whether ten messages
/// wait or a million.
class PlansTest {

    private static final String DEFERRED =
            """
            WITH RECURSIVE one(number) AS
                (VALUES (1) UNION ALL SELECT number + 1 FROM one WHERE number < 2000)
            INSERT INTO delivery (message, destination, state, due)
            SELECT number, 'box', CASE number % 2 WHEN 0 THEN 'waiting' ELSE 'sending' END,
                1000 + number
            FROM one
            """;

    @TempDir private Path folder;

    private List<String> plan(String sql) throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore _ = yard.open();
                Connection connection = yard.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "EXPLAIN QUERY PLAN " + sql.replaceAll("[?]\\d?|:\\w+", "1"))) {
            List<String> steps = new ArrayList<>();
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
            return steps;
        }
    }

    private static Stream<String> hotStatements() {
        return Stream.of(
                Claiming.ABANDONED,
                Claiming.WAKE,
                Claiming.NEXT_SENDER,
                Claiming.OLDEST,
                DeliveryRow.OF_CLAIM,
                PassingOn.ONWARD,
                Accepting.REPORTED,
                Accepting.TAKEN,
                SqliteOutlet.SHELVE,
                SqliteOutlet.TAKEN,
                SqliteOutlet.NEXT_DUE,
                SqliteOutlet.NEXT_DEFERRED,
                SqliteOutlet.NEXT_LEASE_OVER,
                StoredBytes.OPEN,
                StoredBytes.CHUNK,
                Pruning.NEXT_DESTINATION,
                Pruning.CANDIDATES,
                Bodies.DROP_BODY,
                Bodies.DROP_RECEPTION);
    }

    @ParameterizedTest
    @MethodSource("hotStatements")
    void hotStatementsSearchByIndexAndSortNothing(String sql) throws Exception {
        assertThat(plan(sql))
                .isNotEmpty()
                .noneMatch(step -> step.startsWith("SCAN"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
    }

    @Test
    void claimReadsTheHeadOfTheWaitingIndex() throws Exception {
        assertThat(plan(Claiming.OLDEST))
                .first()
                .asString()
                .contains("delivery_waiting (destination=? AND due=? AND sender=?)");
    }

    /// A plan does not tell where a search stops.
    @ParameterizedTest
    @ValueSource(strings = {SqliteOutlet.NEXT_DEFERRED, SqliteOutlet.NEXT_LEASE_OVER})
    void nextMomentReadsOneRowOfAllThatWaitForALaterOne(String sql) throws Exception {
        Yard yard = new Yard(folder);
        try (QueueStore _ = yard.open();
                Connection connection = yard.connect()) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(DEFERRED);
            }
            assertThat(steps(connection, sql)).isLessThan(100);
        }
    }

    private static int steps(Connection connection, String sql) throws Exception {
        AtomicInteger steps = new AtomicInteger();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Yard.BOX);
            statement.setLong(2, 1);
            ProgressHandler.setHandler(
                    connection,
                    1,
                    new ProgressHandler() {
                        @Override
                        protected int progress() {
                            steps.incrementAndGet();
                            return 0;
                        }
                    });
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        }
        return steps.get();
    }
}
