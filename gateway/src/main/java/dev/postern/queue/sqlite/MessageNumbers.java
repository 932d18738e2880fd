package dev.postern.queue.sqlite;

import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Draws the numbers of messages: 43 bits of milliseconds and 20 bits that are random.
///
/// Each is greater than all before it, also when the clock goes back and when another process drew
/// them. Confined to the writer's thread.
final class MessageNumbers {

    private static final int RANDOM_BITS = 20;

    private final RandomGenerator random;
    private long last;

    MessageNumbers(RandomGenerator random) {
        this.random = random;
    }

    /// Takes notice of the greatest number in the store.
    void atLeast(long number) {
        last = Math.max(last, number);
    }

    long next(Instant now) {
        long drawn = (now.toEpochMilli() << RANDOM_BITS) | random.nextInt(1 << RANDOM_BITS);
        last = Math.max(last + 1, drawn);
        return last;
    }

    /// A text that is never drawn twice: 128 random bits.
    String token() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
