package dev.postern.lab.acs;

import dev.postern.lab.mail.smtp.desk.AcsUsage;
import dev.postern.lab.mail.store.Guard;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The sending of messages, which a client may ask after. Any thread may call.
public final class Operations {

    /// How many are remembered; the oldest are forgotten.
    public static final int KEPT = 100_000;

    private final Guard guard = new Guard();
    private final Map<Key, Operation> operations = new LinkedHashMap<>();
    private Course course = Course.USUAL;

    /// How operations go that begin from now on.
    ///
    /// @param polls how often a client hears that it is still running
    /// @param retryAfter what a client is told to wait before it asks again, in whole seconds
    /// @param code of the error if it fails
    /// @param message of the error if it fails
    public record Course(
            int polls, Duration retryAfter, Ending ending, String code, String message) {

        /// Once running, then succeeded.
        public static final Course USUAL =
                new Course(
                        1,
                        Duration.ofSeconds(1),
                        Ending.SUCCEEDED,
                        "EmailDropped",
                        "Email was dropped after several attempts to deliver.");

        public Course {
            if (polls < 0 || retryAfter.isNegative()) {
                throw new IllegalArgumentException(
                        "polls and retry-after are not less than nothing");
            }
        }
    }

    /// What becomes of an operation.
    public enum Ending {
        SUCCEEDED("Succeeded"),
        FAILED("Failed"),
        CANCELED("Canceled");

        private final String word;

        Ending(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// An operation belongs to the resource it was begun at.
    record Key(AcsUsage.Resource resource, UUID id) {}

    /// One operation at one moment.
    ///
    /// @param running how often it will still be said to be running
    record Operation(UUID id, Course course, int running) {

        boolean isRunning() {
            return running > 0;
        }

        private Operation asked() {
            return new Operation(id, course, Math.max(0, running - 1));
        }
    }

    /// How operations go that begin now.
    public Course course() {
        return guard.step(() -> course);
    }

    /// Lets operations that begin from now on go so.
    public void follow(Course next) {
        guard.step(() -> course = next);
    }

    /// Begins an operation; empty if there is one of this id already.
    Optional<Operation> begin(Key key) {
        return guard.step(() -> {
            if (operations.containsKey(key)) {
                return Optional.empty();
            }
            if (operations.size() == KEPT) {
                operations.remove(operations.keySet().iterator().next());
            }
            Operation begun = new Operation(key.id(), course, course.polls());
            operations.put(key, begun);
            return Optional.of(begun);
        });
    }

    /// An operation as a client who asks for it sees it.
    Optional<Operation> ask(Key key) {
        return guard.step(() -> {
            Optional<Operation> found = Optional.ofNullable(operations.get(key));
            found.ifPresent(one -> operations.put(key, one.asked()));
            return found;
        });
    }

    /// An operation, without asking counting.
    Optional<Operation> look(Key key) {
        return guard.step(() -> Optional.ofNullable(operations.get(key)));
    }
}
