package dev.postern.delivery;

import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.queue.Reply;
import java.time.Duration;
import java.util.Map;

/// What a destination said to one message.
///
/// The words are for people: what we did, what came back. They hold no secrets, no control
/// characters, and at most a few hundred characters.
public sealed interface Answer {

    /// What can be said of some recipients only.
    sealed interface ForSome extends Answer {}

    /// It took responsibility.
    ///
    /// @param reports whether it also took over the duty to report the delivery to a sender who
    ///   wants to know (RFC 3461 §5.2.2)
    record Taken(Reply reply, boolean reports) implements ForSome {

        /// A destination that reports nothing.
        public Taken(String words) {
            this(Reply.done(words), false);
        }

        public String words() {
            return reply.words();
        }
    }

    /// Not now; the message is tried again. If it has a further way, and the cause is the
    /// destination, that way is tried at once.
    ///
    /// @param cause what the failure says about the destination
    /// @param patience how long the destination asks to be left alone; zero if it does not ask
    record NotNow(Reply reply, Cause cause, Duration patience) implements ForSome {

        /// A failure of which only the words are known.
        public NotNow(String reason, Cause cause, Duration patience) {
            this(Reply.notNow(reason), cause, patience);
        }

        /// A failure after which the destination did not ask for a certain wait.
        public NotNow(String reason, Cause cause) {
            this(reason, cause, Duration.ZERO);
        }

        public String reason() {
            return reply.words();
        }
    }

    /// Nothing was tried: the part of the destination that this message needs is busy (its sender's
    /// mailbox has sent its share of this minute, say). No attempt, no failure; others go on.
    record Busy(String reason, Duration patience) implements Answer {}

    /// All was sent, and the answer never came. Perhaps it was taken; it is tried again.
    record Unclear(Reply reply) implements ForSome {

        public String words() {
            return reply.words();
        }
    }

    /// It cannot carry this message, though it may be in good health: too large, a recipient it
    /// does not serve, a form it cannot express. The next way is tried; without one it is a
    /// refusal.
    record OtherWay(Reply reply) implements ForSome {

        /// The system is not able to do this (RFC 3463 §3.6, X.3.3).
        public OtherWay(String words) {
            this(new Reply(new EnhancedStatus(5, 3, 3), "", words));
        }

        public String words() {
            return reply.words();
        }
    }

    /// It never will.
    record Refused(Reply reply) implements ForSome {

        /// A refusal of which only the words are known.
        public Refused(String words) {
            this(Reply.failed(words));
        }

        public String words() {
            return reply.words();
        }
    }

    /// Not the same for all recipients.
    ///
    /// @param answers by the number of the addressee; each of the parcel's is in it
    record Each(Map<Integer, ForSome> answers) implements Answer {

        public Each {
            answers = Map.copyOf(answers);
        }
    }

    /// What a failure says about the destination.
    enum Cause {
        /// It would have met any message: no connection, disk full, program missing, server
        /// overloaded, quota used up. Asking with another message teaches nothing, and such a
        /// failure is never held against the message.
        DESTINATION,
        /// The same, and it will not pass by itself: credentials, rights or settings are wrong. The
        /// words name the cause and what mends it. A person is told once; probing goes on.
        ADMINISTRATOR,
        /// It may be the message or the destination: an internal error, an answer that did not
        /// come. Another message tells which.
        UNKNOWN
    }
}
