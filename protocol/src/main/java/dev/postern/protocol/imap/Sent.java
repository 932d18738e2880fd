package dev.postern.protocol.imap;

import dev.postern.protocol.wire.Pending;
import java.io.IOException;
import java.util.Optional;

/// A command under way. Belongs to the thread of its client.
///
/// @param <T> what the command comes to
final class Sent<T> implements Pending<T> {

    private final Conversation conversation;
    private final String tag;
    private final int octets;
    private final Reply<T> reply;
    private Optional<T> result = Optional.empty();

    Sent(Conversation conversation, String tag, int octets, Reply<T> reply) {
        this.conversation = conversation;
        this.tag = tag;
        this.octets = octets;
        this.reply = reply;
    }

    @Override
    public T await() throws IOException {
        while (result.isEmpty()) {
            conversation.advance();
        }
        return result.get();
    }

    String tag() {
        return tag;
    }

    int octets() {
        return octets;
    }

    Reply<T> reply() {
        return reply;
    }

    boolean done() {
        return result.isPresent();
    }

    void complete(Completion completion) throws IOException {
        result = Optional.of(reply.finish(completion));
    }
}
