package dev.postern.soak;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a sample tells. Latencies are of what ended since the sample before.
enum Column {
    ELAPSED("seconds since the start"),
    FAULT("the trouble that is on, by its number; 0 for none"),
    LOAD("load average of the machine, one minute"),
    RSS("resident memory, MiB"),
    HEAP("heap in use, MiB"),
    HEAP_AFTER_GC("heap in use after a collection, MiB"),
    HEAP_TAKEN("what the heap has taken from the system, MiB"),
    THREADS("threads of the system"),
    VIRTUAL_THREADS("virtual threads"),
    FILES("open file descriptors"),
    CPU("processor time of Postern since its start, seconds"),
    DRIVER_CPU("processor time of everything around it, seconds"),
    QUEUE("deliveries that wait or are on their way"),
    DATABASE("database of the queue, MiB"),
    WAL("its write-ahead log, MiB"),
    CONNECT_P50("connecting, TLS, signing in and one message, ms, median"),
    CONNECT_P99("the same, all but one in a hundred"),
    ACCEPT_P50("one message from MAIL to the last 250, ms, median"),
    ACCEPT_P99("the same, all but one in a hundred"),
    RELAY_P50("one message from MAIL until the next server has it, ms, median"),
    RELAY_P99("the same, all but one in a hundred"),
    COLLECT_P50("from the mailbox into the folder, seconds, median"),
    COLLECT_P99("the same, all but one in a hundred"),
    PROXY_P50("a NOOP through the proxy, ms, median"),
    PROXY_P99("the same, all but one in a hundred"),
    SENT("messages that devices got a 250 for"),
    ARRIVED("messages that arrived at the next server"),
    PUT("messages put into mailboxes"),
    COLLECTED("messages that arrived in the folder"),
    UNWELL("connections of clients that failed");

    private final String meaning;

    Column(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }

    /// As it stands in the head of the file: `heap_after_gc`.
    String head() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Column> of(String head) {
        return Arrays.stream(values()).filter(one -> one.head().equals(head)).findFirst();
    }
}
