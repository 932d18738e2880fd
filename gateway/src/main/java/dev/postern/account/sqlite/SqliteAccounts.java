package dev.postern.account.sqlite;

import dev.postern.account.AccountStore;
import dev.postern.account.Device;
import dev.postern.account.PasswordHash;
import dev.postern.account.Registered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

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
        return file.read(
                handle -> handle.createQuery("SELECT number FROM version").mapTo(Long.class).one());
    }

    @Override
    public List<Registered> accounts() throws IOException {
        return file.read(handle ->
                handle.createQuery("SELECT * FROM account ORDER BY name")
                        .map((row, _) -> Rows.account(row))
                        .list());
    }

    @Override
    public boolean add(Registered account) throws IOException {
        return file.change(handle -> {
            boolean there = find(handle, account.name()).isPresent();
            if (!there) {
                write(handle, account);
            }
            return !there;
        });
    }

    @Override
    public boolean change(String name, UnaryOperator<Registered> change) throws IOException {
        return file.change(handle -> {
            Optional<Registered> before = find(handle, name);
            before.ifPresent(account -> write(handle, change.apply(account)));
            return before.isPresent();
        });
    }

    @Override
    public boolean remove(String name) throws IOException {
        return file.change(handle -> {
            handle.execute("DELETE FROM device WHERE account = ?", name.toLowerCase(Locale.ROOT));
            boolean there = handle.execute("DELETE FROM account WHERE name = ?", name) > 0;
            changed(handle);
            return there;
        });
    }

    private static Optional<Registered> find(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM account WHERE name = ?")
                .bind(0, name)
                .map((row, _) -> Rows.account(row))
                .findOne();
    }

    private static void write(Handle handle, Registered account) {
        Registered.Rights rights = account.rights();
        handle.createUpdate(
                        """
                        INSERT OR REPLACE INTO account VALUES (:name, :enabled, :senders, :author,
                            :instead, :mailboxes, :networks, :rate, :passwords, :accessKey,
                            :created, :lastUsed)
                        """)
                .bind("name", account.name())
                .bind("enabled", account.enabled())
                .bind("senders", Rows.lines(rights.policy().senders()))
                .bind("author", rights.policy().from().name())
                .bind("instead", rights.policy().instead().map(Object::toString))
                .bind("mailboxes", Rows.lines(rights.mailboxes()))
                .bind("networks", Rows.lines(rights.networks()))
                .bind("rate", rights.messagesPerMinute())
                .bind(
                        "passwords",
                        Rows.lines(
                                account.secrets().passwords().stream()
                                        .map(PasswordHash::text)
                                        .toList()))
                .bind("accessKey", account.secrets().accessKey())
                .bind("created", account.created().toEpochMilli())
                .bind("lastUsed", account.lastUsed().map(Instant::toEpochMilli))
                .execute();
        changed(handle);
    }

    private static void changed(Handle handle) {
        handle.execute("UPDATE version SET number = number + 1");
    }

    @Override
    public List<Device> devices() throws IOException {
        return file.read(handle ->
                handle.createQuery(
                                "SELECT * FROM device"
                                        + " ORDER BY last_seen DESC, account, address, hello")
                        .map((row, _) -> Rows.device(row))
                        .list());
    }

    @Override
    public void note(Collection<Device> seen, Map<String, Instant> used) throws IOException {
        file.change(handle -> {
            seen.forEach(device -> note(handle, device));
            used.forEach((name, at) ->
                    handle.execute(
                            "UPDATE account SET last_used = ? WHERE name = ?",
                            at.toEpochMilli(),
                            name));
            return handle.execute(
                    """
                    DELETE FROM device WHERE (account, address, hello) IN (
                        SELECT account, address, hello FROM device
                        WHERE visits = 0 AND messages = 0
                        ORDER BY last_seen DESC LIMIT -1 OFFSET ?)
                    """,
                    STRANGERS_MAX);
        });
    }

    private static void note(Handle handle, Device seen) {
        Device.Key key = seen.key();
        Device all =
                handle.createQuery(
                                "SELECT * FROM device"
                                        + " WHERE account = ? AND address = ? AND hello = ?")
                        .bind(0, key.account())
                        .bind(1, key.address())
                        .bind(2, key.hello())
                        .map((row, _) -> Rows.device(row))
                        .findOne()
                        .map(before -> before.plus(seen))
                        .orElse(seen);
        handle.createUpdate(
                        """
                        INSERT OR REPLACE INTO device VALUES (:account, :address, :hello, :entry,
                            :protocol, :tls, :mechanism, :senders, :visits, :messages, :refused,
                            :firstSeen, :lastSeen, :lastRefusal)
                        """)
                .bind("account", key.account())
                .bind("address", key.address())
                .bind("hello", key.hello())
                .bind("entry", all.manner().entry())
                .bind("protocol", all.manner().protocol())
                .bind("tls", all.manner().tls())
                .bind("mechanism", all.manner().mechanism())
                .bind("senders", Rows.lines(all.senders()))
                .bind("visits", all.counts().visits())
                .bind("messages", all.counts().messages())
                .bind("refused", all.counts().refused())
                .bind("firstSeen", all.firstSeen().toEpochMilli())
                .bind("lastSeen", all.lastSeen().toEpochMilli())
                .bind("lastRefusal", all.lastRefusal())
                .execute();
    }
}
