package dev.postern.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What became of one attempt to hand over one message.
///
/// Every attempt ends in exactly one of these. Whoever settles a claim switches over all of them,
/// so a new outcome cannot be forgotten: the compiler names the place.
public sealed interface Outcome {

    /// An outcome that may be that of some recipients only.
    sealed interface ForSome extends Outcome {

        /// What the destination said, or why it was not asked.
        Reply reply();
    }

    /// The destination took responsibility.
    ///
    /// @param reply what it said, or where the message is now
    /// @param reports whether it also took over the duty to report the delivery to a sender who
    ///   wants to know (RFC 3461 §5.2.2)
    record Delivered(Reply reply, boolean reports) implements ForSome {

        /// A destination that reports nothing.
        public Delivered(String words) {
            this(Reply.done(words), false);
        }

        public String words() {
            return reply.words();
        }
    }

    /// Nothing is lost; the next attempt is not before `notBefore`, and begins with the first of
    /// the ways again.
    ///
    /// @param tellSender whether the sender is to hear of the delay now
    record Deferred(Reply reply, Instant notBefore, boolean tellSender) implements ForSome {

        /// A delay that nobody need hear of.
        public Deferred(String reason, Instant notBefore) {
            this(Reply.notNow(reason), notBefore, false);
        }

        public String reason() {
            return reply.words();
        }
    }

    /// All was sent, and the answer never came: perhaps it was taken. It is tried again as if
    /// deferred, and may arrive twice; that is counted.
    record Unclear(Reply reply, Instant notBefore) implements ForSome {}

    /// Not this way: the next one is tried at once. Without a further way this is the same as
    /// [Refused].
    ///
    /// @param hope for this way, until the message begins with the first again
    record Passed(Reply reply, Hope hope) implements ForSome {

        /// One whose status says whether the failure may pass.
        public Passed(Reply reply) {
            this(reply, reply.status().transientFailure() ? Hope.LATER : Hope.NONE);
        }
    }

    /// The destination refused for good, or the tries are used up.
    ///
    /// A submitted message goes back: its sender is told, unless it asked not to be. Where nobody
    /// can be told (a collected message, a null reverse-path, a report) it is parked, for a person
    /// to see.
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
    /// @param parts each addressee of the claim is in exactly one of them
    record Parted(List<Part> parts) implements Outcome {

        public Parted {
            parts = List.copyOf(parts);
            Set<Integer> all =
                    parts.stream()
                            .flatMap(part -> part.addressees().stream())
                            .collect(Collectors.toSet());
            int total = parts.stream().mapToInt(part -> part.addressees().size()).sum();
            if (all.size() != total || parts.stream().anyMatch(p -> p.addressees().isEmpty())) {
                throw new IllegalArgumentException("an addressee has one outcome");
            }
        }
    }

    /// @param addressees their numbers
    record Part(Set<Integer> addressees, ForSome outcome) {

        public Part {
            addressees = Set.copyOf(addressees);
        }
    }
}
