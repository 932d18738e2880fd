package dev.postern.account.sqlite;

import dev.postern.account.AccountStore;
import dev.postern.account.Device;
import dev.postern.account.PasswordHash;
import dev.postern.account.Registered;
import dev.postern.sql.Statements;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The accounts and devices in one SQLite file. Safe for use by many threads.
public final class SqliteAccounts implements AccountStore {

    /// Devices that were never let in are made up by whoever knocks: no more of them are kept.
    private static final int STRANGERS_MAX = 5_000;

    private final AccountsFile file;

    private SqliteAccounts(AccountsFile file) {
        this.file = file;
    }

    /// The file in a data folder.
    public static Path in(Path folder) {
        return folder.resolve("accounts.db");
    }

    /// Opens the store; makes it if there is none.
    ///
    /// @throws IOException with a text for the operator if the file cannot be used
    public static SqliteAccounts open(Path file) throws IOException {
        return new SqliteAccounts(AccountsFile.open(file));
    }

    @Override
    public long version() throws IOException {
        return file.read(statements -> statements.number("SELECT number FROM version"));
    }

    @Override
    public List<Registered> accounts() throws IOException {
        return file.read(statements ->
                statements.list("SELECT * FROM account ORDER BY name", Rows::account));
    }

    @Override
    public boolean add(Registered account) throws IOException {
        return file.change(statements -> {
            boolean there = find(statements, account.name()).isPresent();
            if (!there) {
                write(statements, account);
            }
            return !there;
        });
    }

    @Override
    public boolean change(String name, UnaryOperator<Registered> change) throws IOException {
        return file.change(statements -> {
            Optional<Registered> before = find(statements, name);
            if (before.isPresent()) {
                write(statements, change.apply(before.get()));
            }
            return before.isPresent();
        });
    }

    @Override
    public boolean remove(String name) throws IOException {
        return file.change(statements -> {
            statements.update(
                    "DELETE FROM device WHERE account = ?", name.toLowerCase(Locale.ROOT));
            boolean there = statements.update("DELETE FROM account WHERE name = ?", name) > 0;
            changed(statements);
            return there;
        });
    }

    private static Optional<Registered> find(Statements statements, String name)
            throws SQLException {
        return statements.first("SELECT * FROM account WHERE name = ?", Rows::account, name);
    }

    private static void write(Statements statements, Registered account) throws SQLException {
        Registered.Rights rights = account.rights();
        statements.update(
                "INSERT OR REPLACE INTO account (name, enabled, senders, author, instead, mailboxes,"
                        + " networks, rate, passwords, access_key, created, last_used)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                account.name(),
                account.enabled() ? 1 : 0,
                Rows.lines(rights.policy().senders()),
                rights.policy().from().name(),
                rights.policy().instead().map(Object::toString).orElse(null),
                Rows.lines(rights.mailboxes()),
                Rows.lines(rights.networks()),
                rights.messagesPerMinute(),
                Rows.lines(account.secrets().passwords().stream().map(PasswordHash::text).toList()),
                account.secrets().accessKey().orElse(null),
                account.created().toEpochMilli(),
                account.lastUsed().map(Instant::toEpochMilli).orElse(null));
        changed(statements);
    }

    private static void changed(Statements statements) throws SQLException {
        statements.update("UPDATE version SET number = number + 1");
    }

    @Override
    public List<Device> devices() throws IOException {
        return file.read(statements ->
                statements.list(
                        "SELECT * FROM device ORDER BY last_seen DESC, account, address, hello",
                        Rows::device));
    }

    @Override
    public void note(Collection<Device> seen, Map<String, Instant> used) throws IOException {
        file.change(statements -> {
            for (Device device : seen) {
                note(statements, device);
            }
            for (Map.Entry<String, Instant> one : used.entrySet()) {
                statements.update(
                        "UPDATE account SET last_used = ? WHERE name = ?",
                        one.getValue().toEpochMilli(),
                        one.getKey());
            }
            return statements.update(
                    """
                    DELETE FROM device WHERE (account, address, hello) IN (
                        SELECT account, address, hello FROM device
                        WHERE visits = 0 AND messages = 0
                        ORDER BY last_seen DESC LIMIT -1 OFFSET ?)
                    """,
                    STRANGERS_MAX);
        });
    }

    private static void note(Statements statements, Device seen) throws SQLException {
        Device.Key key = seen.key();
        Device all =
                statements
                        .first(
                                "SELECT * FROM device"
                                        + " WHERE account = ? AND address = ? AND hello = ?",
                                Rows::device,
                                key.account(),
                                key.address(),
                                key.hello())
                        .map(before -> before.plus(seen))
                        .orElse(seen);
        statements.update(
                "INSERT OR REPLACE INTO device (account, address, hello, entry, protocol, tls,"
                        + " mechanism, senders, visits, messages, refused, first_seen, last_seen,"
                        + " last_refusal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.account(),
                key.address(),
                key.hello(),
                all.manner().entry(),
                all.manner().protocol(),
                all.manner().tls().orElse(null),
                all.manner().mechanism().orElse(null),
                Rows.lines(all.senders()),
                all.counts().visits(),
                all.counts().messages(),
                all.counts().refused(),
                all.firstSeen().toEpochMilli(),
                all.lastSeen().toEpochMilli(),
                all.lastRefusal().orElse(null));
    }
}
