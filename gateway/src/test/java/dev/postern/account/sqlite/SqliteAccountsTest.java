package dev.postern.account.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.account.Registered;
import dev.postern.account.SenderPolicy;
import dev.postern.queue.sqlite.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of accounts, and several at it at once.
@Tag("slow") // the disk, and two more Javas
class SqliteAccountsTest {

    private static final int ACCOUNTS = 20;

    @TempDir private Path folder;

    private Path file() {
        return SqliteAccounts.in(folder);
    }

    private static Registered account(String name) {
        return new Registered(
                name,
                true,
                new Registered.Rights(
                        new SenderPolicy(List.of(), SenderPolicy.From.KEEP, Optional.empty()),
                        List.of(),
                        List.of(),
                        0),
                Registered.Secrets.NONE,
                Instant.EPOCH,
                Optional.empty());
    }

    /// Another process: adds accounts, and counts up the rate of the one that all share.
    static final class Neighbour {

        private Neighbour() {}

        public static void main(String[] arguments) throws IOException {
            work(Path.of(arguments[0]), arguments[1]);
        }

        static void work(Path file, String name) throws IOException {
            SqliteAccounts accounts = SqliteAccounts.open(file);
            accounts.add(account("shared"));
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.add(account(name + i));
                accounts.change("shared", SqliteAccountsTest::oneMore);
            }
        }
    }

    private static Registered oneMore(Registered before) {
        Registered.Rights rights = before.rights();
        return new Registered(
                before.name(),
                before.enabled(),
                new Registered.Rights(
                        rights.policy(),
                        rights.mailboxes(),
                        rights.networks(),
                        rights.messagesPerMinute() + 1),
                before.secrets(),
                before.created(),
                before.lastUsed());
    }

    @Test
    void severalProcessesMakeTheFileAndChangeItTogether() throws Exception {
        List<Process> neighbours = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            neighbours.add(ChildJvm.start(Neighbour.class, List.of(), file(), name));
        }
        Neighbour.work(file(), "three");
        for (Process neighbour : neighbours) {
            assertThat(neighbour.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(neighbour.exitValue()).isZero();
        }

        List<Registered> all = SqliteAccounts.open(file()).accounts();
        assertThat(all).hasSize(3 * ACCOUNTS + 1);
        assertThat(all)
                .filteredOn(one -> one.name().equals("shared"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one.rights().messagesPerMinute()).isEqualTo(3 * ACCOUNTS));
    }

    @Test
    void versionChangesWithEveryAccountAndNotWithDevices() throws Exception {
        SqliteAccounts accounts = SqliteAccounts.open(file());
        long first = accounts.version();
        accounts.add(account("a"));
        long second = accounts.version();
        accounts.note(List.of(), java.util.Map.of("a", Instant.EPOCH));

        assertThat(second).isNotEqualTo(first);
        assertThat(accounts.version()).isEqualTo(second);
        accounts.remove("A");
        assertThat(accounts.version()).isNotEqualTo(second);
        assertThat(accounts.accounts()).isEmpty();
    }

    @Test
    void fileOfANewerProgramIsNotTouched() throws Exception {
        SqliteAccounts.open(file());
        execute("PRAGMA user_version = 99");

        assertThatThrownBy(() -> SqliteAccounts.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer Postern");
    }

    @Test
    void databaseOfAnotherProgramIsNotTouched() throws Exception {
        execute("CREATE TABLE theirs (x)");
        byte[] before = Files.readAllBytes(file());

        assertThatThrownBy(() -> SqliteAccounts.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another program");
        execute("SELECT x FROM theirs");
        assertThat(Files.size(file())).isEqualTo(before.length);
    }

    @Test
    void fileThatIsNoDatabaseIsSaidToBeSo() throws Exception {
        Files.writeString(file(), "This is not a database, and never was one. ".repeat(100));

        assertThatThrownBy(() -> SqliteAccounts.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString());
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
