package dev.postern.app;

import dev.postern.account.Accounts;
import dev.postern.config.Settings;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.relay.Relay;
import dev.postern.submission.Listener;
import dev.postern.submission.OldTls;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/// The SMTP listeners of the settings. Safe for use by many threads.
final class Listeners implements AutoCloseable {

    /// How long a listener that ends lets messages finish.
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final Accounts accounts;
    private final Relay relay;
    private final Events events;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SubmissionProfile, Listener> open = new LinkedHashMap<>();

    Listeners(Accounts accounts, Relay relay, Events events, InstantSource clock) {
        this.accounts = accounts;
        this.relay = relay;
        this.events = events;
        this.clock = clock;
    }

    /// Lets this process speak TLS older than 1.2, if a listener of the settings wants that. Must
    /// come before anything in the process has spoken TLS.
    static void prepare(Settings settings, Events events) {
        boolean old =
                settings.relay().stream()
                        .flatMap(relay -> relay.listeners().stream())
                        .anyMatch(listener -> listener.tls().minVersion().old());
        String subject = "TLS before 1.2";
        if (old && !OldTls.allow()) {
            events.report(
                    new Event.AlarmRaised(
                            subject,
                            "a listener asks for it, and only a restart of Postern allows it"));
        } else {
            events.report(new Event.AlarmCleared(subject));
        }
    }

    /// Listens as these settings say; a listener that did not change goes on undisturbed.
    ///
    /// @param name what Postern calls itself
    /// @throws IOException if an address cannot be had; the other listeners are as wanted then
    void replace(Settings settings, String name) throws IOException {
        List<SubmissionProfile> wanted = wanted(settings, name);
        lock.lock();
        try {
            Map<SubmissionProfile, Listener> over = new LinkedHashMap<>(open);
            wanted.forEach(over::remove);
            open.keySet().removeAll(over.keySet());
            end(over);
            begin(wanted);
        } finally {
            lock.unlock();
        }
    }

    static List<SubmissionProfile> wanted(Settings settings, String name) {
        return settings.relay().stream()
                .flatMap(relay ->
                        relay.listeners().stream()
                                .map(listener ->
                                        new SubmissionProfile(
                                                listener,
                                                name,
                                                relay.internalDomains(),
                                                relay.limits().recipients(),
                                                relay.limits()
                                                        .sizeMax()
                                                        .orElse(settings.queue().sizeMax())
                                                        .bytes())))
                .toList();
    }

    private void begin(List<SubmissionProfile> wanted) throws IOException {
        IOException failure = null;
        for (SubmissionProfile one : wanted) {
            try {
                if (!open.containsKey(one)) {
                    open.put(
                            one,
                            Listener.open(
                                    one.profile(clock, events), accounts, relay, events, DRAIN));
                }
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void end(Map<SubmissionProfile, Listener> over) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            over.values().forEach(listener -> threads.execute(listener::close));
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            end(open);
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
