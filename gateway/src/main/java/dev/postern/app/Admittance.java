package dev.postern.app;

import dev.postern.account.AccessKeys;
import dev.postern.account.Accounts;
import dev.postern.account.DeviceMemory;
import dev.postern.account.Doorkeeper;
import dev.postern.account.Mailboxes;
import dev.postern.account.sqlite.SqliteAccounts;
import dev.postern.event.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Who may come in: the local accounts, and the memory of devices.
///
/// @param devices written behind from [#start] to [#close]
record Admittance(Accounts accounts, Mailboxes mailboxes, DeviceMemory devices)
        implements AutoCloseable {

    static Admittance open(Path data, Events events, Gateway.Environment world) throws IOException {
        SqliteAccounts store = SqliteAccounts.open(SqliteAccounts.in(data));
        DeviceMemory devices = DeviceMemory.open(store, events, world.clock());
        Doorkeeper doorkeeper =
                Doorkeeper.open(
                        store,
                        new AccessKeys(AccountBooks.keyFile(data)),
                        devices,
                        Doorkeeper.Rules.usual(),
                        new Doorkeeper.World(
                                events, world.clock(), world.random(), Admittance::pause));
        return new Admittance(doorkeeper, doorkeeper, devices);
    }

    private static void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    void start() {
        devices.start();
    }

    @Override
    public void close() {
        devices.close();
    }
}
