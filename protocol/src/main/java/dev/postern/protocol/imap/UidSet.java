package dev.postern.protocol.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/// A set of UIDs, in ascending order, held and written as ranges (RFC 3501 §9, `sequence-set`).
///
/// An immutable value, safe for use by many threads.
public final class UidSet {

    /// UIDs are 32 bits wide, and none is 0 (RFC 3501 §2.3.1.1).
    public static final long UID_MAX = 0xffff_ffffL;

    public static final UidSet EMPTY = new UidSet(new long[0], new long[0]);

    private final long[] firsts;
    private final long[] lasts;
    private final long size;

    private UidSet(long[] firsts, long[] lasts) {
        this.firsts = firsts;
        this.lasts = lasts;
        long count = 0;
        for (int i = 0; i < firsts.length; i++) {
            count += lasts[i] - firsts[i] + 1;
        }
        this.size = count;
    }

    /// The set of these UIDs, in whatever order, each counted once.
    ///
    /// @throws IllegalArgumentException if one is not a UID
    public static UidSet of(long... uids) {
        return of(uids, uids.length);
    }

    /// The set of the first `count` of these.
    static UidSet of(long[] uids, int count) {
        long[] sorted = Arrays.copyOf(uids, count);
        Arrays.sort(sorted);
        Builder builder = new Builder();
        for (long uid : sorted) {
            builder.add(uid, uid);
        }
        return builder.build();
    }

    /// All UIDs from one to another.
    public static UidSet range(long first, long last) {
        if (first > last) {
            throw new IllegalArgumentException("not a range: " + first + ":" + last);
        }
        return new Builder().add(first, last).build();
    }

    /// Reads a set of numbers and ranges such as `9,3:7`.
    ///
    /// @throws IllegalArgumentException if it is none
    public static UidSet parse(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        List<long[]> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ranges.add(bounds(part));
        }
        ranges.sort((a, b) -> Long.compare(a[0], b[0]));
        Builder builder = new Builder();
        ranges.forEach(range -> builder.add(range[0], range[1]));
        return builder.build();
    }

    /// The UIDs of a set in the order in which it lists them.
    ///
    /// @throws IllegalArgumentException if it is no set, or has more than `max` members
    static long[] listed(String text, int max) {
        LongStream.Builder uids = LongStream.builder();
        int left = max;
        for (String part : text.split(",", -1)) {
            long[] bounds = bounds(part);
            if (bounds[1] - bounds[0] >= left) {
                throw new IllegalArgumentException("a set of more than " + max);
            }
            left -= (int) (bounds[1] - bounds[0] + 1);
            LongStream.rangeClosed(bounds[0], bounds[1]).forEach(uids::add);
        }
        return uids.build().toArray();
    }

    private static long[] bounds(String part) {
        int colon = part.indexOf(':');
        long a = uid(colon < 0 ? part : part.substring(0, colon));
        long b = colon < 0 ? a : uid(part.substring(colon + 1));
        return new long[] {Math.min(a, b), Math.max(a, b)};
    }

    private static long uid(String digits) {
        if (digits.isEmpty() || digits.charAt(0) == '+') {
            throw new IllegalArgumentException("not a UID: " + digits);
        }
        return checked(Long.parseLong(digits));
    }

    private static long checked(long uid) {
        if (uid < 1 || uid > UID_MAX) {
            throw new IllegalArgumentException("not a UID: " + uid);
        }
        return uid;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// How many UIDs.
    public long size() {
        return size;
    }

    /// The least UID.
    ///
    /// @throws IllegalStateException if there is none
    public long first() {
        return firsts[checkedIndex(0)];
    }

    /// The greatest UID.
    ///
    /// @throws IllegalStateException if there is none
    public long last() {
        return lasts[checkedIndex(lasts.length - 1)];
    }

    private int checkedIndex(int index) {
        if (isEmpty()) {
            throw new IllegalStateException("the set is empty");
        }
        return index;
    }

    public boolean contains(long uid) {
        int i = Arrays.binarySearch(firsts, uid);
        return i >= 0 || (i != -1 && uid <= lasts[-i - 2]);
    }

    /// Visits the UIDs in ascending order.
    public void forEach(LongConsumer action) {
        for (int i = 0; i < firsts.length; i++) {
            for (long uid = firsts[i]; uid <= lasts[i]; uid++) {
                action.accept(uid);
            }
        }
    }

    /// The UIDs in ascending order.
    public long[] toArray() {
        long[] uids = new long[Math.toIntExact(size)];
        int count = 0;
        for (int i = 0; i < firsts.length; i++) {
            for (long uid = firsts[i]; uid <= lasts[i]; uid++) {
                uids[count++] = uid;
            }
        }
        return uids;
    }

    /// The least UIDs, at most `count`.
    public UidSet head(long count) {
        Builder builder = new Builder();
        long left = count;
        for (int i = 0; i < firsts.length && left > 0; i++) {
            long last = Math.min(lasts[i], firsts[i] + left - 1);
            builder.add(firsts[i], last);
            left -= last - firsts[i] + 1;
        }
        return builder.build();
    }

    /// The UIDs that are at least `least`.
    public UidSet from(long least) {
        Builder builder = new Builder();
        for (int i = 0; i < firsts.length; i++) {
            if (lasts[i] >= least) {
                builder.add(Math.max(firsts[i], least), lasts[i]);
            }
        }
        return builder.build();
    }

    /// The UIDs that are not in the other set.
    public UidSet minus(UidSet other) {
        Builder builder = new Builder();
        int o = 0;
        for (int i = 0; i < firsts.length; i++) {
            long next = firsts[i];
            while (o < other.firsts.length && other.lasts[o] < next) {
                o++;
            }
            for (int p = o; p < other.firsts.length && other.firsts[p] <= lasts[i]; p++) {
                if (other.firsts[p] > next) {
                    builder.add(next, other.firsts[p] - 1);
                }
                next = other.lasts[p] + 1;
            }
            if (next <= lasts[i]) {
                builder.add(next, lasts[i]);
            }
        }
        return builder.build();
    }

    /// The UIDs of both sets.
    public UidSet plus(UidSet other) {
        Builder builder = new Builder();
        int i = 0;
        int o = 0;
        while (i < firsts.length || o < other.firsts.length) {
            if (o == other.firsts.length || (i < firsts.length && firsts[i] <= other.firsts[o])) {
                builder.add(firsts[i], lasts[i++]);
            } else {
                builder.add(other.firsts[o], other.lasts[o++]);
            }
        }
        return builder.build();
    }

    /// Parts of the set, in order, each written with at most `octets` octets.
    ///
    /// @throws IllegalArgumentException if that is too little for a single range
    public List<UidSet> split(int octets) {
        List<UidSet> parts = new ArrayList<>();
        Builder part = new Builder();
        int length = 0;
        for (int i = 0; i < firsts.length; i++) {
            int range = rangeText(i).length();
            if (range > octets) {
                throw new IllegalArgumentException("no range fits into " + octets + " octets");
            }
            if (length > 0 && length + 1 + range > octets) {
                parts.add(part.build());
                part = new Builder();
                length = 0;
            }
            length += range + (length > 0 ? 1 : 0);
            part.add(firsts[i], lasts[i]);
        }
        if (length > 0) {
            parts.add(part.build());
        }
        return List.copyOf(parts);
    }

    private String rangeText(int i) {
        return firsts[i] == lasts[i] ? Long.toString(firsts[i]) : firsts[i] + ":" + lasts[i];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set
                && Arrays.equals(firsts, set.firsts)
                && Arrays.equals(lasts, set.lasts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(firsts) + Arrays.hashCode(lasts);
    }

    /// As commands write it: `3:7,9`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < firsts.length; i++) {
            text.append(i == 0 ? "" : ",").append(rangeText(i));
        }
        return text.toString();
    }

    /// Joins ranges that come in the order of their beginnings.
    private static final class Builder {

        private long[] firsts = new long[4];
        private long[] lasts = new long[4];
        private int count;

        Builder add(long first, long last) {
            checked(first);
            checked(last);
            if (count > 0 && first <= lasts[count - 1] + 1) {
                lasts[count - 1] = Math.max(lasts[count - 1], last);
                return this;
            }
            if (count == firsts.length) {
                firsts = Arrays.copyOf(firsts, count * 2);
                lasts = Arrays.copyOf(lasts, count * 2);
            }
            firsts[count] = first;
            lasts[count++] = last;
            return this;
        }

        UidSet build() {
            return count == 0
                    ? EMPTY
                    : new UidSet(Arrays.copyOf(firsts, count), Arrays.copyOf(lasts, count));
        }
    }
}
