package dev.postern.protocol.imap;

import dev.postern.protocol.wire.ProtocolException;

/// Gathers what SEARCH finds.
final class Searching implements Reply<Answer<UidSet>> {

    private final Conversation conversation;
    private final long least;
    private UidSet found = UidSet.EMPTY;

    /// @param least what is found below this UID is dropped
    Searching(Conversation conversation, long least) {
        this.conversation = conversation;
        this.least = least;
    }

    /// What the server told before, it tells in its answer too. What it tells from now on may be
    /// later than what it is about to find.
    @Override
    public void begin() {
        conversation.forgetNews();
    }

    @Override
    public boolean take(Response.Untagged response) throws ProtocolException {
        if (!(response instanceof Response.Hits(UidSet uids))) {
            return false;
        }
        found = found.plus(uids.from(least));
        if (found.size() > ResponseReader.HITS_MAX) {
            throw new ProtocolException(
                    conversation.peer()
                            + " found more than "
                            + ResponseReader.HITS_MAX
                            + " messages",
                    "");
        }
        return true;
    }

    @Override
    public Answer<UidSet> finish(Completion completion) {
        return Answer.of(completion, () -> found);
    }
}
