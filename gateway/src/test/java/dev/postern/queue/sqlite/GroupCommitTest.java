package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Acceptance;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueStore;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Reception;
import dev.postern.queue.Shipment;
import dev.postern.queue.Submitter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupCommitTest {

    @TempDir private Path folder;
    private Yard yard;
    private Health health;
    private final List<String> reached = new ArrayList<>();
    private CrashPoint crash = reached::add;
    private int changesByOthers;
    private GroupCommit commits;

    @BeforeEach
    void open() throws Exception {
        yard = new Yard(folder);
        EmptyQueue.layInto(folder);
        health = new Health(yard.events::add);
        commits =
                new GroupCommit(
                        new Database(yard.settings()).writing(),
                        yard.file,
                        yard.around(name -> crash.reached(name)),
                        health,
                        () -> changesByOthers++);
    }

    @AfterEach
    void close() {
        commits.close();
    }

    private static Operation<Integer> visit(String folder) {
        return transaction ->
                transaction.update(
                        "INSERT INTO place (mailbox, folder, generation, visit)"
                                + " VALUES ('m', ?, 1, 1)",
                        folder);
    }

    private long visits() throws SQLException {
        return yard.number("SELECT count(*) FROM place");
    }

    @ParameterizedTest
    @CsvSource({
        "synchronous, 2", // FULL: fsync at each commit
        "journal_mode, wal",
        "foreign_keys, 1",
        "busy_timeout, 200",
        "page_size, 4096",
        "auto_vacuum, 2" // INCREMENTAL
    })
    void connectionThatWritesIsSetUpSoThatACommitIsOnDisk(String pragma, String expected)
            throws Exception {
        Optional<String> value =
                commits.run(tx -> tx.first("PRAGMA " + pragma, row -> row.getString(1)));
        assertThat(value).contains(expected);
    }

    @Test
    void operationsShareOneTransactionAndAreAnsweredAfterItsCommit() throws Exception {
        Ticket<Integer> first = new Ticket<>(visit("a"));
        Ticket<Integer> second = new Ticket<>(visit("b"));
        List<String> answeredTooEarly = new ArrayList<>();
        crash =
                name -> {
                    reached.add(name);
                    if (first.answered() && !name.equals("answered")) {
                        answeredTooEarly.add(name);
                    }
                };

        commits.process(List.of(first, second));

        assertThat(reached).containsExactly("begun", "before-commit", "committed", "answered");
        assertThat(answeredTooEarly).isEmpty();
        assertThat(first.outcome()).isEqualTo(1);
        assertThat(second.outcome()).isEqualTo(1);
        assertThat(visits()).isEqualTo(2);
    }

    @Test
    void operationThatRefusesIsUndoneAloneWithWhatItHadWritten() throws Exception {
        Ticket<Integer> good = new Ticket<>(visit("a"));
        Ticket<Integer> refusing =
                new Ticket<>(tx -> {
                    visit("b").apply(tx);
                    throw new IOException("not this one");
                });
        Ticket<Integer> broken =
                new Ticket<>(tx -> {
                    visit("c").apply(tx);
                    throw new IllegalStateException("our mistake");
                });
        Ticket<Integer> duplicate = new Ticket<>(visit("a"));
        Ticket<Integer> last = new Ticket<>(visit("d"));

        commits.process(List.of(good, refusing, broken, duplicate, last));

        assertThat(good.outcome()).isEqualTo(1);
        assertThat(last.outcome()).isEqualTo(1);
        assertThatThrownBy(refusing::outcome)
                .isInstanceOf(IOException.class)
                .hasMessage("not this one");
        assertThatThrownBy(broken::outcome).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(duplicate::outcome)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UNIQUE");
        assertThat(visits()).isEqualTo(2);
        assertThat(health.failing()).isFalse();
    }

    @Test
    void lockedDatabaseFailsTheBatchAndTheNextWorksAgain() throws Exception {
        Ticket<Integer> first = new Ticket<>(visit("a"));
        try (Connection other = yard.connect();
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            commits.process(List.of(first));
            statement.execute("ROLLBACK");
        }

        assertThatThrownBy(first::outcome)
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("Another process");
        assertThat(health.failing()).isTrue();
        assertThat(commits.run(visit("a"))).isEqualTo(1);
    }

    @Test
    void writerOutlivesAnErrorInAnOperation() throws Exception {
        Ticket<Integer> fatal =
                new Ticket<>(tx -> {
                    visit("a").apply(tx);
                    throw new OutOfMemoryError("as if");
                });
        Ticket<Integer> good = new Ticket<>(visit("b"));

        commits.process(List.of(fatal, good));

        assertThatThrownBy(fatal::outcome).isInstanceOf(QueueUnavailableException.class);
        assertThat(good.outcome()).as("tried by itself").isEqualTo(1);
        assertThat(visits()).isEqualTo(1);
    }

    @Test
    void changesByOthersAreNoticedAndOwnOnesAreNot() throws Exception {
        commits.run(visit("a"));
        int before = changesByOthers;
        commits.run(visit("b"));
        assertThat(changesByOthers).isEqualTo(before);

        yard.change("DELETE FROM place");
        commits.run(visit("c"));

        assertThat(changesByOthers).isEqualTo(before + 1);
    }

    @Test
    void submittedMessageIsNotTakenTwiceWhenItsTransactionIsTriedAgain() throws Exception {
        Envelope envelope =
                new Envelope(
                        Optional.empty(),
                        List.of(Recipient.of(AddrSpec.of("a@contoso.com"))),
                        Envelope.Options.NONE);
        try (QueueStore store = yard.open();
                Reception reception = store.intake().begin()) {
            Offer offer =
                    new Offer(
                            reception,
                            new Origin.Submitted(envelope, new Submitter("", "", "", "local")),
                            "submission",
                            List.of(new Shipment(List.of("acs"), List.of(0))),
                            Optional.empty(),
                            Optional.empty());
            Accepting accepting = new Accepting(List.of(Parcel.of(offer)));

            List<Acceptance> first = commits.run(accepting);

            assertThat(commits.run(accepting)).isEqualTo(first);
            assertThat(yard.number("SELECT count(*) FROM delivery")).isOne();
        }
    }
}
