package dev.postern.protocol.imap;

import dev.postern.protocol.imap.Response.Body;
import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// One FETCH of bodies: passes them on, and judges whose they are. Confined to one thread.
final class Fetching implements Reply<FetchOutcome> {

    private final UidSet asked;
    private final BodyReceiver receiver;
    private final BodyRouter router;
    private final Set<Long> arrived = new HashSet<>();

    Fetching(UidSet asked, BodyReceiver receiver, BodyRouter router) {
        this.asked = asked;
        this.receiver = receiver;
        this.router = router;
    }

    /// Whether the message of this UID was asked for and has not come.
    boolean lacks(OptionalLong uid) {
        return uid.isPresent()
                && asked.contains(uid.getAsLong())
                && !arrived.contains(uid.getAsLong());
    }

    /// Whether a body the other FETCH was given has gone to the same receiver.
    boolean sharesReceiverOf(Fetching other) {
        return receiver.equals(other.receiver);
    }

    Sink begin(long announced) throws IOException {
        return receiver.begin(announced);
    }

    /// The body that was begun, or the lack of one, belongs to a message that was lacking.
    void end(Response.Fetch fetch) throws IOException {
        long uid = fetch.uid().orElseThrow();
        switch (fetch.body()) {
            case Body.Absent _ -> {}
            case Body.Nothing(String why) -> receiver.end(new Fetched.Empty(uid, why));
            case Body.Whole(long octets) -> {
                arrived.add(uid);
                receiver.end(new Fetched.Message(uid, fetch.internalDate(), fetch.flags(), octets));
            }
        }
    }

    /// The body that was begun belongs to no message that was lacking.
    void endStray(OptionalLong uid, long octets) throws IOException {
        String why;
        if (uid.isEmpty()) {
            why = "a body without a UID";
        } else if (arrived.contains(uid.getAsLong())) {
            why = "a second body for a message";
        } else {
            why = "a body we did not ask for";
        }
        receiver.end(new Fetched.Stray(uid, octets, why));
    }

    @Override
    public FetchOutcome finish(Completion completion) {
        router.remove(this);
        UidSet whole = UidSet.of(arrived.stream().mapToLong(Long::longValue).toArray());
        return new FetchOutcome(completion, whole, asked.minus(whole));
    }
}
