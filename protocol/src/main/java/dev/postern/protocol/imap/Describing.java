package dev.postern.protocol.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Gathers what FETCH tells about messages without their bodies, the first it tells of each.
///
/// @param <T> what is told
final class Describing<T> implements Reply<Answer<List<T>>> {

    private final UidSet asked;
    private final Function<Response.Fetch, Optional<T>> described;
    private final Set<Long> seen = new HashSet<>();
    private final List<T> descriptions = new ArrayList<>();

    /// @param described what a response tells; empty if it is not the one that was asked for
    Describing(UidSet asked, Function<Response.Fetch, Optional<T>> described) {
        this.asked = asked;
        this.described = described;
    }

    static Describing<Overview> overviews(UidSet asked) {
        return new Describing<>(asked, Describing::overview);
    }

    static Describing<Identity> identities(UidSet asked) {
        return new Describing<>(asked, Describing::identity);
    }

    private static Optional<Overview> overview(Response.Fetch fetch) {
        return Optional.of(
                new Overview(
                        fetch.uid().orElseThrow(),
                        fetch.sizeHint(),
                        fetch.internalDate(),
                        fetch.flags()));
    }

    private static Optional<Identity> identity(Response.Fetch fetch) {
        return fetch.header()
                .map(header ->
                        new Identity(fetch.uid().orElseThrow(), fetch.internalDate(), header));
    }

    @Override
    public boolean take(Response.Untagged response) {
        if (!(response instanceof Response.Fetch fetch)
                || fetch.uid().isEmpty()
                || !asked.contains(fetch.uid().getAsLong())
                || seen.contains(fetch.uid().getAsLong())) {
            return false;
        }
        Optional<T> description = described.apply(fetch);
        if (description.isEmpty()) {
            return false;
        }
        seen.add(fetch.uid().getAsLong());
        descriptions.add(description.get());
        return true;
    }

    @Override
    public Answer<List<T>> finish(Completion completion) {
        return Answer.of(completion, () -> List.copyOf(descriptions));
    }
}
