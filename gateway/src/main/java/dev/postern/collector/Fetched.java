package dev.postern.collector;

import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import java.time.Instant;
import java.util.Optional;

/// What the server answered when it was asked for one message.
sealed interface Fetched {

    ServerId id();

    /// The whole message, by the server's own count.
    ///
    /// @param received the server's INTERNALDATE, or the moment of the visit
    /// @param messageId the Message-ID field's value, if any
    record Whole(ServerId id, Reception reception, Instant received, Optional<String> messageId)
            implements Fetched {}

    /// Something that must not be taken for the message.
    ///
    /// @param reason what is wrong with it, for people
    /// @param remains what did arrive, if anything did
    record Unfit(ServerId id, String reason, Optional<Reception> remains) implements Fetched {}

    /// Drops the bytes, unless they were accepted.
    default void discard() {
        switch (this) {
            case Whole(_, Reception reception, _, _) -> reception.close();
            case Unfit(_, _, Optional<Reception> remains) -> remains.ifPresent(Reception::close);
        }
    }
}
