package dev.postern.queue.sqlite;

import java.util.HashMap;
import java.util.Map;

/// Whose turn it is, by destination: senders are served in the order of their keys, round and
/// round.
///
/// Only in memory: after a restart it begins with the first again. Confined to the writer's thread.
final class Turns {

    private final Map<String, Long> served = new HashMap<>();

    /// The sender who was served last; below all keys if none was yet.
    long last(String destination) {
        return served.getOrDefault(destination, Long.MIN_VALUE);
    }

    void served(String destination, long sender) {
        served.put(destination, sender);
    }
}
