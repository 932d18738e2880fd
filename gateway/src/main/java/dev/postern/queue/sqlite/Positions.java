package dev.postern.queue.sqlite;

import java.util.ArrayList;
import java.util.List;

/// Positions of recipients in their envelope as the store has them: `0`, `0-4,7`.
///
/// The usual ones, all or one, are a few characters however many they are.
final class Positions {

    private Positions() {}

    /// @param positions in rising order
    static String pack(List<Integer> positions) {
        StringBuilder packed = new StringBuilder();
        int first = 0;
        while (first < positions.size()) {
            int last = first;
            while (last + 1 < positions.size()
                    && positions.get(last + 1) == positions.get(last) + 1) {
                last++;
            }
            packed.append(first == 0 ? "" : ",").append(positions.get(first));
            if (last > first) {
                packed.append('-').append(positions.get(last));
            }
            first = last + 1;
        }
        return packed.toString();
    }

    static List<Integer> unpack(String packed) {
        List<Integer> positions = new ArrayList<>();
        for (String range : packed.split(",", -1)) {
            for (int position = first(range); position <= last(range); position++) {
                positions.add(position);
            }
        }
        return positions;
    }

    /// How many there are.
    static int count(String packed) {
        int count = 0;
        for (String range : packed.split(",", -1)) {
            count += last(range) - first(range) + 1;
        }
        return count;
    }

    private static int first(String range) {
        int dash = range.indexOf('-');
        return Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
    }

    private static int last(String range) {
        return Integer.parseInt(range.substring(range.indexOf('-') + 1));
    }
}
