package dev.postern.lab.mail.imap;

import java.util.ArrayList;
import java.util.List;

/// Message numbers or UIDs a command is about: `1,3:5,7:*` (RFC 3501 §9). `*` is the greatest that
/// there is.
record SequenceSet(List<Range> ranges) {

    private static final long STAR = Long.MAX_VALUE;
    private static final int RANGES_MAX = 20_000;

    /// @param first not 0; [#STAR] stands for `*`
    private record Range(long first, long last) {}

    static SequenceSet parse(Words words) throws Refusal {
        List<Range> ranges = new ArrayList<>();
        do {
            long first = number(words);
            long last = words.skips(':') ? number(words) : first;
            ranges.add(new Range(first, last));
        } while (words.skips(',') && ranges.size() < RANGES_MAX);
        return new SequenceSet(List.copyOf(ranges));
    }

    boolean contains(long number, long greatest) {
        for (Range range : ranges) {
            long first = Math.min(range.first, greatest);
            long last = Math.min(range.last, greatest);
            // A number beyond the greatest is no message; only `*` may be cut down to it.
            long low = Math.min(fixed(range.first, first), fixed(range.last, last));
            long high = Math.max(fixed(range.first, first), fixed(range.last, last));
            if (low <= number && number <= high) {
                return true;
            }
        }
        return false;
    }

    /// The greatest number that is named, 0 if there is only `*`.
    long greatestNamed() {
        return ranges.stream()
                .flatMapToLong(range -> java.util.stream.LongStream.of(range.first, range.last))
                .filter(number -> number != STAR)
                .max()
                .orElse(0);
    }

    private static long fixed(long named, long cut) {
        return named == STAR ? cut : named;
    }

    private static long number(Words words) throws Refusal {
        if (words.skips('*')) {
            return STAR;
        }
        long number = words.number();
        if (number == 0) {
            throw Refusal.badArgument();
        }
        return number;
    }
}
