package dev.postern.protocol.smtp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/// The service extensions a server offers in its reply to EHLO (RFC 5321 §4.1.1.1).
///
/// @param keywords each in upper case, with its parameters
public record Extensions(Map<String, String> keywords) {

    /// What a server offers that does not know EHLO.
    public static final Extensions NONE = new Extensions(Map.of());

    /// Eighteen digits fit into a long, whatever they are; RFC 1870 §4 allows twenty.
    private static final int DIGITS_MAX = 18;

    public Extensions {
        keywords = Map.copyOf(keywords);
    }

    /// @param lines of the reply, without the first, which greets
    static Extensions of(List<String> lines) {
        Map<String, String> keywords = new LinkedHashMap<>();
        for (String line : lines) {
            // Old servers say "AUTH=LOGIN" too, for older clients.
            String[] words = line.strip().replaceFirst("(?i)^AUTH=", "AUTH ").split(" +", 2);
            keywords.merge(
                    words[0].toUpperCase(Locale.ROOT),
                    words.length == 2 ? words[1] : "",
                    (one, other) -> (one + " " + other).strip());
        }
        return new Extensions(keywords);
    }

    /// Whether the server offers the extension with this keyword, in upper case.
    public boolean has(String keyword) {
        return keywords.containsKey(keyword);
    }

    /// The mechanisms of SASL it offers, sorted.
    public List<String> mechanisms() {
        return Arrays.stream(keywords.getOrDefault("AUTH", "").split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> name.toUpperCase(Locale.ROOT))
                .distinct()
                .sorted()
                .toList();
    }

    /// The size of the largest message it takes (RFC 1870 §4); empty if it names none.
    public OptionalLong sizeMax() {
        String digits = keywords.getOrDefault("SIZE", "");
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= DIGITS_MAX
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long size = number ? Long.parseLong(digits) : 0;
        return size > 0 ? OptionalLong.of(size) : OptionalLong.empty();
    }

    /// In the order of the alphabet, for people.
    @Override
    public String toString() {
        return String.join(", ", new TreeSet<>(keywords.keySet()));
    }
}
