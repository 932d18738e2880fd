package dev.postern.soak;

import java.time.Duration;
import java.util.Map;

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
    }
}
