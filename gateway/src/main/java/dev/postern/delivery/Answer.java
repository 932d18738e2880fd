package dev.postern.delivery;

import java.time.Duration;

/// What a destination said to one message.
///
/// The words are for people: what we did, what came back. They hold no secrets, no control
/// characters, and at most a few hundred characters.
public sealed interface Answer {

    /// It took responsibility.
    record Taken(String words) implements Answer {}

    /// Not now; the message is tried again.
    ///
    /// @param cause what the failure says about the destination
    /// @param patience how long the destination asks to be left alone; zero if it does not ask
    record NotNow(String reason, Cause cause, Duration patience) implements Answer {

        /// A failure after which the destination did not ask for a certain wait.
        public NotNow(String reason, Cause cause) {
            this(reason, cause, Duration.ZERO);
        }
    }

    /// It never will: the message is parked, for a person to see.
    record Refused(String words) implements Answer {}

    /// What a failure says about the destination.
    enum Cause {
        /// It would have met any message: no connection, disk full, program missing, sign-in
        /// refused, server overloaded. Asking with another message teaches nothing, and such a
        /// failure is never held against the message.
        DESTINATION,
        /// It may be the message or the destination: an internal error, an answer that did not
        /// come. Another message tells which.
        UNKNOWN
    }
}
