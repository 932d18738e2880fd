package dev.postern.collector;

import dev.postern.queue.ServerId;
import java.util.ArrayList;
import java.util.List;

/// Cuts messages into batches, each worth one request and small enough to hold in memory.
///
/// Sizes are the server's hints. If they lie, nothing breaks: what is too large goes to disk.
/// Confined to one thread.
final class Batches {

    private final int messagesMax;
    private final long octetsMax;
    private final List<List<ServerId>> full = new ArrayList<>();
    private List<ServerId> open = new ArrayList<>();
    private long octets;

    Batches(int messagesMax, long octetsMax) {
        this.messagesMax = messagesMax;
        this.octetsMax = octetsMax;
    }

    /// Adds a message after all others.
    void add(ServerId id, long sizeHint) {
        boolean fits = open.size() < messagesMax && octets + sizeHint <= octetsMax;
        if (!open.isEmpty() && !fits) {
            full.add(open);
            open = new ArrayList<>();
            octets = 0;
        }
        open.add(id);
        octets += sizeHint;
    }

    /// All batches, in the order of their messages.
    List<List<ServerId>> all() {
        List<List<ServerId>> all = new ArrayList<>(full);
        if (!open.isEmpty()) {
            all.add(open);
        }
        return all;
    }
}
