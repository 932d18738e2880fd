package dev.postern.queue;

import java.util.regex.Pattern;

/// The name of one message while it is Postern's, and ever after in its history.
///
/// Sorts by the time of acceptance. Safe as a file name and in a log line.
///
/// @param value 8 to 32 characters out of `0-9 A-Z`
public record QueueId(String value) implements Comparable<QueueId> {

    private static final Pattern SHAPE = Pattern.compile("[0-9A-Z]{8,32}");

    public QueueId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a queue id: " + value);
        }
    }

    @Override
    public int compareTo(QueueId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
