package dev.postern.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what a person may have meant.
final class Nearest {

    private static final int LENGTH_MAX = 64;

    private Nearest() {}

    /// `did you mean …?`, or nothing if no candidate is close.
    static String hint(String written, Collection<String> candidates) {
        return to(written, candidates).map(near -> "did you mean `" + near + "`?").orElse("");
    }

    static Optional<String> to(String written, Collection<String> candidates) {
        String plain = plain(written);
        if (plain.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate -> distance(plain, plain(candidate)) <= allowed(candidate))
                .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
    }

    private static int allowed(String candidate) {
        return Math.max(1, candidate.length() / 3);
    }

    /// `tenant_id`, `tenantId` and `Tenant-ID` are one word to a person.
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /// Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`.
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
