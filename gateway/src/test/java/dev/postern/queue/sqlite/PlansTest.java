package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.queue.QueueStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done for every message goes straight to its rows: it costs the same whether ten messages
/// wait or a million.
class PlansTest {

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                Claiming.ABANDONED,
                Claiming.WAKE,
                Claiming.NEXT_SENDER,
                Claiming.OLDEST,
                DeliveryRow.OF_CLAIM,
                PassingOn.ONWARD,
                Accepting.REPORTED,
                Accepting.TAKEN,
                SqliteOutlet.TAKEN,
                SqliteOutlet.NEXT_DUE,
                StoredBytes.OPEN,
                StoredBytes.CHUNK,
                Pruning.NEXT_DESTINATION,
                Pruning.CANDIDATES,
                Bodies.DROP_BODY,
                Bodies.DROP_RECEPTION
            })
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

    @Test
    void nextMomentIsTheHeadOfTwoIndexes() throws Exception {
        assertThat(plan(SqliteOutlet.NEXT_MOMENT))
                .anyMatch(step -> step.contains("delivery_waiting (destination=? AND due>?)"))
                .anyMatch(step -> step.contains("delivery_sending (destination=? AND due>?)"));
    }
}
