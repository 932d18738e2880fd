package dev.postern.lab.mail.imap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Message numbers or UIDs a command is about: `1,3:5,7:*` (RFC 3501 §9). `*` is the greatest that
/// there is.
record SequenceSet(List<Range> ranges) {

    /// From one number to another, both included.
    record Range(long first, long last) {

        private Range within(long greatest) {
            long one = first == STAR ? greatest : first;
            long other = last == STAR ? greatest : last;
            return new Range(Math.min(one, other), Math.max(one, other));
        }
    }

    private static final long STAR = Long.MAX_VALUE;
    private static final int RANGES_MAX = 20_000;

    static SequenceSet parse(Words words) throws Refusal {
        List<Range> ranges = new ArrayList<>();
        do {
            long first = number(words);
            long last = words.skips(':') ? number(words) : first;
            ranges.add(new Range(first, last));
        } while (words.skips(',') && ranges.size() < RANGES_MAX);
        return new SequenceSet(List.copyOf(ranges));
    }

    /// The ranges in ascending order, none touching another, with `*` for the greatest number.
    List<Range> resolve(long greatest) {
        List<Range> sorted =
                ranges.stream()
                        .map(range -> range.within(greatest))
                        .sorted(Comparator.comparingLong(Range::first))
                        .toList();
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            if (!merged.isEmpty() && range.first <= merged.getLast().last + 1) {
                Range before = merged.removeLast();
                merged.add(new Range(before.first, Math.max(before.last, range.last)));
            } else {
                merged.add(range);
            }
        }
        return merged;
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
