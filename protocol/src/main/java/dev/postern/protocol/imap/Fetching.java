package dev.postern.protocol.imap;

import dev.postern.protocol.imap.Response.Body;
import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gathers the bodies of one FETCH and passes them on, and judges whose they are.
final class Fetching implements Reply<FetchOutcome> {

    private final UidSet asked;
    private final BodyReceiver receiver;
    private final Set<Long> arrived = new HashSet<>();

    Fetching(UidSet asked, BodyReceiver receiver) {
        this.asked = asked;
        this.receiver = receiver;
    }

    @Override
    public Sink body(long announced) throws IOException {
        return receiver.begin(announced);
    }

    @Override
    public void take(Response.Untagged response) throws IOException {
        if (!(response instanceof Response.Fetch fetch)) {
            return;
        }
        switch (fetch.body()) {
            // The flags of a message changed, which servers tell at any time.
            case Body.Absent _ -> {}
            case Body.Nothing(String why) -> {
                if (fetch.uid().isPresent() && asked.contains(fetch.uid().getAsLong())) {
                    receiver.end(new Fetched.Empty(fetch.uid().getAsLong(), why));
                }
            }
            case Body.Whole(long octets) -> receiver.end(judged(fetch, octets));
        }
    }

    private Fetched judged(Response.Fetch fetch, long octets) {
        if (fetch.uid().isEmpty()) {
            return new Fetched.Stray(fetch.uid(), octets, "a body without a UID");
        }
        long uid = fetch.uid().getAsLong();
        if (!asked.contains(uid)) {
            return new Fetched.Stray(fetch.uid(), octets, "a body we did not ask for");
        }
        if (!arrived.add(uid)) {
            return new Fetched.Stray(fetch.uid(), octets, "a second body for a message");
        }
        return new Fetched.Message(uid, fetch.internalDate(), fetch.flags(), octets);
    }

    @Override
    public FetchOutcome finish(Completion completion) {
        UidSet whole = UidSet.of(arrived.stream().mapToLong(Long::longValue).toArray());
        return new FetchOutcome(completion, whole, asked.minus(whole));
    }

    /// Gathers what FETCH tells about messages without their bodies.
    static final class Overviews implements Reply<Answer<List<Overview>>> {

        private final UidSet asked;
        private final Set<Long> seen = new HashSet<>();
        private final List<Overview> overviews = new ArrayList<>();

        Overviews(UidSet asked) {
            this.asked = asked;
        }

        @Override
        public void take(Response.Untagged response) {
            if (response instanceof Response.Fetch fetch
                    && fetch.uid().isPresent()
                    && asked.contains(fetch.uid().getAsLong())
                    && seen.add(fetch.uid().getAsLong())) {
                overviews.add(
                        new Overview(
                                fetch.uid().getAsLong(),
                                fetch.sizeHint(),
                                fetch.internalDate(),
                                fetch.flags()));
            }
        }

        @Override
        public Answer<List<Overview>> finish(Completion completion) {
            return Answer.of(completion, () -> List.copyOf(overviews));
        }
    }

    /// Gathers what FETCH tells about messages to recognise them by.
    static final class Identities implements Reply<Answer<List<Identity>>> {

        private final UidSet asked;
        private final Set<Long> seen = new HashSet<>();
        private final List<Identity> identities = new ArrayList<>();

        Identities(UidSet asked) {
            this.asked = asked;
        }

        @Override
        public void take(Response.Untagged response) {
            if (response instanceof Response.Fetch fetch
                    && fetch.header().isPresent()
                    && fetch.uid().isPresent()
                    && asked.contains(fetch.uid().getAsLong())
                    && seen.add(fetch.uid().getAsLong())) {
                identities.add(
                        new Identity(
                                fetch.uid().getAsLong(),
                                fetch.internalDate(),
                                fetch.header().get()));
            }
        }

        @Override
        public Answer<List<Identity>> finish(Completion completion) {
            return Answer.of(completion, () -> List.copyOf(identities));
        }
    }
}
