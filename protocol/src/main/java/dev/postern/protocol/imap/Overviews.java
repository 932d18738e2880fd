package dev.postern.protocol.imap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gathers what FETCH tells about messages without their bodies.
final class Overviews implements Reply<Answer<List<Overview>>> {

    private final UidSet asked;
    private final Set<Long> seen = new HashSet<>();
    private final List<Overview> overviews = new ArrayList<>();

    Overviews(UidSet asked) {
        this.asked = asked;
    }

    @Override
    public boolean take(Response.Untagged response) {
        if (!(response instanceof Response.Fetch fetch) || fetch.uid().isEmpty()) {
            return false;
        }
        long uid = fetch.uid().getAsLong();
        if (!asked.contains(uid) || !seen.add(uid)) {
            return false;
        }
        overviews.add(new Overview(uid, fetch.sizeHint(), fetch.internalDate(), fetch.flags()));
        return true;
    }

    @Override
    public Answer<List<Overview>> finish(Completion completion) {
        return Answer.of(completion, () -> List.copyOf(overviews));
    }
}
