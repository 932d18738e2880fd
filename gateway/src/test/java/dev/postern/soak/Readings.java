package dev.postern.soak;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What the clients and servers around Postern see. May be used from any thread.
final class Readings {

    private static final Duration MILLI = Duration.ofMillis(1);

    final Timings connect = new Timings();
    final Timings accept = new Timings();
    final Timings proxy = new Timings();
    private final Timings relay = new Timings();
    private final Timings collect = new Timings();
    final Arrivals relayed = new Arrivals(relay);
    final Arrivals collected = new Arrivals(collect);
    private final AtomicInteger unwell = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final PrintStream diary;

    /// @param diary where single failures are told
    Readings(PrintStream diary) {
        this.diary = diary;
    }

    void unwell(String who, Exception failure) {
        unwell.incrementAndGet();
        diary.println(java.time.Instant.now() + " " + who + ": " + failure);
    }

    int unwell() {
        return unwell.get();
    }

    /// Something of the run itself does not work any more.
    void broken(String who, RuntimeException failure) {
        broken.set(true);
        diary.println(java.time.Instant.now() + " BROKEN " + who + ": " + failure);
        failure.printStackTrace(diary);
    }

    boolean whole() {
        return !broken.get();
    }

    /// How many messages have not arrived.
    long missing() {
        return relayed.missing() + collected.missing();
    }

    void drain(Map<Column, Double> into) {
        connect.drain(into, Column.CONNECT_P50, Column.CONNECT_P99, MILLI);
        accept.drain(into, Column.ACCEPT_P50, Column.ACCEPT_P99, MILLI);
        relay.drain(into, Column.RELAY_P50, Column.RELAY_P99, MILLI);
        collect.drain(into, Column.COLLECT_P50, Column.COLLECT_P99, Duration.ofSeconds(1));
        proxy.drain(into, Column.PROXY_P50, Column.PROXY_P99, MILLI);
        into.put(Column.SENT, (double) relayed.promises());
        into.put(Column.ARRIVED, (double) relayed.came());
        into.put(Column.PUT, (double) collected.promises());
        into.put(Column.COLLECTED, (double) collected.came());
        into.put(Column.UNWELL, (double) unwell());
    }
}
