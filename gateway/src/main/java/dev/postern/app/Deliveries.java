package dev.postern.app;

import dev.postern.config.Settings;
import dev.postern.delivery.Lane;
import dev.postern.delivery.Lanes;
import dev.postern.event.Events;
import dev.postern.queue.Outlet;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The lanes that run, one a destination of the settings. Safe for use by many threads.
final class Deliveries {

    /// A changed destination finishes the message in hand before the new one begins.
    private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(20);

    /// @param madeOf when this changes, it is made anew
    private record Running(List<Object> madeOf, Lanes lane) {}

    private final Destinations destinations;
    private final Outlet outlet;
    private final Events events;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Running> running = new LinkedHashMap<>();

    Deliveries(
            Destinations destinations,
            Outlet outlet,
            Events events,
            InstantSource clock,
            RandomGenerator random) {
        this.destinations = destinations;
        this.outlet = outlet;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /// Runs exactly these destinations; one that did not change goes on undisturbed.
    ///
    /// @throws IOException if one of them cannot be made; nothing has changed then
    void replace(Settings settings) throws IOException {
        lock.lock();
        try {
            Map<String, List<Object>> wanted = destinations.wanted(settings);
            Map<String, Running> fresh = new LinkedHashMap<>();
            for (Map.Entry<String, List<Object>> entry : wanted.entrySet()) {
                Running old = running.get(entry.getKey());
                if (old == null || !old.madeOf().equals(entry.getValue())) {
                    fresh.put(entry.getKey(), prepare(entry.getKey(), settings, entry.getValue()));
                }
            }
            List<Running> over = new ArrayList<>();
            running.entrySet()
                    .removeIf(entry -> {
                        boolean ends =
                                fresh.containsKey(entry.getKey())
                                        || !wanted.containsKey(entry.getKey());
                        if (ends) {
                            over.add(entry.getValue());
                        }
                        return ends;
                    });
            stop(over, CHANGE_PATIENCE);
            over.forEach(one -> one.lane().forget());
            fresh.values().forEach(one -> one.lane().start());
            running.putAll(fresh);
        } finally {
            lock.unlock();
        }
    }

    private Running prepare(String name, Settings settings, List<Object> madeOf)
            throws IOException {
        Lane lane = new Lane(destinations.of(name, settings), outlet, events, clock, random);
        return new Running(madeOf, new Lanes(List.of(lane), events));
    }

    /// Stops all lanes, at the same time.
    void stop(Duration patience) {
        lock.lock();
        try {
            stop(running.values(), patience);
            running.clear();
        } finally {
            lock.unlock();
        }
    }

    private static void stop(Collection<Running> lanes, Duration patience) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            lanes.forEach(one -> threads.execute(() -> stop(one, patience)));
        }
    }

    private static void stop(Running one, Duration patience) {
        try {
            boolean _ = one.lane().stop(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
