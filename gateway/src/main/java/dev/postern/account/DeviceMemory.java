package dev.postern.account;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.protocol.mail.AddrSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The memory of devices, written behind.
///
/// What is told is added up in memory, and written every few seconds in one transaction; a crash
/// loses those seconds of counting, and no mail. If the store cannot be written, what is held stays
/// and is written later; beyond a bound new devices are not remembered until then. Safe for use by
/// many threads; [#start] and [#close] are called once each.
public final class DeviceMemory implements Devices, AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int HELD_MAX = 10_000;
    private static final int FAMILIAR_MAX = 100_000;
    private static final String SUBJECT = "devices not remembered";

    private final AccountStore store;
    private final Events events;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Device.Key, Device> held = new LinkedHashMap<>();
    private Map<String, Instant> used = new HashMap<>();
    private final Set<Place> familiar = new HashSet<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("devices").factory());

    /// From where an account was used.
    private record Place(String account, String address) {}

    private DeviceMemory(AccountStore store, Events events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /// Reads from where accounts were used before.
    public static DeviceMemory open(AccountStore store, Events events, InstantSource clock)
            throws IOException {
        DeviceMemory memory = new DeviceMemory(store, events, clock);
        for (Device device : store.devices()) {
            if (device.counts().visits() > 0) {
                memory.familiar(new Place(device.key().account(), device.key().address()));
            }
        }
        return memory;
    }

    /// Begins to write behind.
    public void start() {
        thread.execute(this::run);
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes what is held.
    void flush() {
        Collection<Device> seen;
        Map<String, Instant> when;
        lock.lock();
        try {
            if (held.isEmpty() && used.isEmpty()) {
                return;
            }
            seen = held.values();
            when = used;
            held = new LinkedHashMap<>();
            used = new HashMap<>();
        } finally {
            lock.unlock();
        }
        try {
            store.note(seen, when);
            events.report(new Event.AlarmCleared(SUBJECT));
        } catch (IOException e) {
            putBack(seen, when);
            events.report(new Event.AlarmRaised(SUBJECT, String.valueOf(e.getMessage())));
        }
    }

    private void putBack(Collection<Device> seen, Map<String, Instant> when) {
        lock.lock();
        try {
            Map<Device.Key, Device> later = held;
            held = new LinkedHashMap<>();
            seen.forEach(this::hold);
            later.values().forEach(this::hold);
            when.forEach(used::putIfAbsent);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void came(Peer peer, String account) {
        Device device = seen(peer, account, Device.Counts.VISIT);
        add(device);
        if (!account.isEmpty()) {
            lock.lock();
            try {
                used.put(device.key().account(), device.lastSeen());
                familiar(new Place(device.key().account(), device.key().address()));
            } finally {
                lock.unlock();
            }
        }
    }

    private void familiar(Place place) {
        if (familiar.size() < FAMILIAR_MAX) {
            familiar.add(place);
        }
    }

    @Override
    public void sent(Peer peer, String account, Optional<AddrSpec> sender) {
        add(
                seen(peer, account, Device.Counts.MESSAGE)
                        .sentAs(sender.map(AddrSpec::toString).orElse("<>")));
    }

    @Override
    public void refused(Peer peer, String account, String reason) {
        add(seen(peer, account, Device.Counts.REFUSED).refusedFor(reason));
    }

    private Device seen(Peer peer, String account, Device.Counts what) {
        return Device.seen(peer, account.toLowerCase(Locale.ROOT), what, clock.instant());
    }

    private void add(Device device) {
        lock.lock();
        try {
            hold(device);
        } finally {
            lock.unlock();
        }
    }

    private void hold(Device device) {
        if (held.size() < HELD_MAX || held.containsKey(device.key())) {
            held.merge(device.key(), device, Device::plus);
        }
    }

    /// Whether this account was let in from this address before.
    boolean isFamiliar(String account, String address) {
        lock.lock();
        try {
            return familiar.contains(new Place(account, address));
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is left.
    @Override
    public void close() {
        closing.countDown();
        thread.close();
        flush();
    }
}
