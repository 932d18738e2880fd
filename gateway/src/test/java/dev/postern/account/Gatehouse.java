package dev.postern.account;

import dev.postern.account.SenderPolicy.From;
import dev.postern.event.Event;
import dev.postern.queue.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/// A doorkeeper whose hashes are cheap and whose pauses are only noted.
final class Gatehouse implements AutoCloseable {

    static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(8, 1, 1);
    static final String HOME = "10.20.0.5";

    final SettableClock clock = new SettableClock();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final AccountStore store;
    final AccessKeys keys;
    final AccountDesk desk;
    final DeviceMemory devices;
    final Doorkeeper door;

    Gatehouse(AccountStore store, Path folder) throws IOException {
        Random random = new Random(20261121);
        this.store = store;
        keys = new AccessKeys(folder.resolve("accounts.key"));
        desk = new AccountDesk(store, keys, CHEAP, clock, random);
        devices = DeviceMemory.open(store, events::add, clock);
        door =
                Doorkeeper.open(
                        store,
                        keys,
                        devices,
                        new Doorkeeper.Rules(LockOut.USUAL, CHEAP, 2),
                        new Doorkeeper.World(events::add, clock, random, pauses::add));
    }

    static AccountDesk.Order order(String name, String... networks) {
        return new AccountDesk.Order(
                new AccountName(name),
                new Registered.Rights(
                        new SenderPolicy(
                                List.of("scanner@example.cz"), From.KEEP, Optional.empty()),
                        List.of(),
                        List.of(networks).stream().map(Network::of).toList(),
                        Integer.MAX_VALUE),
                false);
    }

    /// Adds an account, and lets the doorkeeper see it.
    String add(String name, String... networks) throws IOException {
        String password =
                desk.add(order(name, networks), Optional.empty()).password().orElseThrow();
        aSecondLater();
        return password;
    }

    void aSecondLater() {
        clock.advance(Duration.ofSeconds(1));
    }

    static Peer peer(String address) {
        try {
            return new Peer(
                    InetAddress.getByName(address),
                    Optional.of("printer"),
                    "ESMTPSA",
                    Optional.of("TLSv1.2"),
                    Optional.of("LOGIN"),
                    "0.0.0.0:587");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    Verdict signIn(String address, String name, String password)
            throws IOException, InterruptedException {
        return door.signIn(peer(address), name, password.getBytes(StandardCharsets.UTF_8));
    }

    /// So many wrong passwords, each another.
    List<Verdict> fail(int times, String address, String name)
            throws IOException, InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            verdicts.add(signIn(address, name, "wrong-" + i));
        }
        return verdicts;
    }

    @Override
    public void close() {
        devices.close();
    }
}
