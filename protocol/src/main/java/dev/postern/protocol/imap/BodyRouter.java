package dev.postern.protocol.imap;

import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Brings each body to the FETCH that asked for it. Confined to one thread.
final class BodyRouter implements FetchReader.Bodies {

    /*
     * When several FETCH commands are under way, a server may answer a later one while an earlier one
     * waits for room in the output buffer: Dovecot does. So bodies are routed by their UID. If the UID
     * comes only after the body, the body goes to the receiver of the oldest FETCH. Should the UID then
     * turn out to be one that another FETCH asked for, all is well if both have the same receiver;
     * else the body is a stray, and the message is missing from where it should have come.
     */

    private final List<Fetching> underWay = new ArrayList<>();
    private @Nullable Fetching begun;

    void add(Fetching fetching) {
        underWay.add(fetching);
    }

    void remove(Fetching fetching) {
        underWay.remove(fetching);
    }

    @Override
    public Sink begin(OptionalLong uid, long announced) throws IOException {
        begun = lacking(uid).or(() -> underWay.stream().findFirst()).orElse(null);
        return begun == null ? Sink.DISCARD : begun.begin(announced);
    }

    /// The response that had a body, or should have had one, is complete.
    void end(Response.Fetch fetch) throws IOException {
        Fetching by = begun;
        begun = null;
        Optional<Fetching> owner = lacking(fetch.uid());
        if (owner.isPresent() && (by == null || owner.get().sharesReceiverOf(by))) {
            owner.get().end(fetch);
        } else if (by != null && fetch.body() instanceof Response.Body.Whole(long octets)) {
            by.endStray(fetch.uid(), octets);
        }
    }

    private Optional<Fetching> lacking(OptionalLong uid) {
        return underWay.stream().filter(fetching -> fetching.lacks(uid)).findFirst();
    }
}
