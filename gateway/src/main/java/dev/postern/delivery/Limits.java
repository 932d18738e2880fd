package dev.postern.delivery;

/// What a destination can bear.
///
/// @param connections hand-overs at the same time, 1 to 256; only with 1 is the order of messages
///   kept
/// @param messagesPerMinute at most so many in any 60 seconds
/// @param messagesPerHour at most so many in any 60 minutes
/// @param sizeMax octets of the largest message; a larger one goes another way, or is refused
///   without an attempt
/// @param recipientsPerMessage of a message with more, the others follow in a hand-over of their
///   own
/// @param recipientsPerDay at most so many in any 24 hours
public record Limits(
        int connections,
        int messagesPerMinute,
        int messagesPerHour,
        long sizeMax,
        int recipientsPerMessage,
        long recipientsPerDay) {

    /// Limits for messages without an envelope.
    public Limits(int connections, int messagesPerMinute, long sizeMax) {
        this(connections, messagesPerMinute, sizeMax, ANY_NUMBER, Long.MAX_VALUE);
    }

    /// Limits that count no hours.
    public Limits(
            int connections,
            int messagesPerMinute,
            long sizeMax,
            int recipientsPerMessage,
            long recipientsPerDay) {
        this(
                connections,
                messagesPerMinute,
                ANY_NUMBER,
                sizeMax,
                recipientsPerMessage,
                recipientsPerDay);
    }

    /// A destination that takes messages as fast as it can.
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    /// A destination that takes messages of any size.
    public static final long ANY_SIZE = Long.MAX_VALUE;

    private static final int CONNECTIONS_MAX = 256;

    public Limits {
        if (connections < 1 || connections > CONNECTIONS_MAX) {
            throw new IllegalArgumentException(
                    "connections " + connections + ", but 1 to " + CONNECTIONS_MAX);
        }
        if (messagesPerMinute < 1
                || messagesPerHour < 1
                || sizeMax < 1
                || recipientsPerMessage < 1
                || recipientsPerDay < 1) {
            throw new IllegalArgumentException("a destination that can take nothing");
        }
    }

    /// One at a time, in order, without other limits.
    public static Limits none() {
        return new Limits(1, ANY_NUMBER, ANY_SIZE);
    }
}
