package dev.postern.advice;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// By what an entry is recognised in a server's words.
///
/// @param codes one of them must be there, if any is named: an enhanced status code, a reply's
///   three digits, or an HTTP status as `HTTP 403`
/// @param words a pattern of lower-case words that must be there, if there is one
/// @param either whether one of the two will do
record Sign(List<String> codes, Optional<Pattern> words, boolean either) {

    Sign {
        codes = List.copyOf(codes);
    }

    static Sign code(String... codes) {
        return new Sign(List.of(codes), Optional.empty(), false);
    }

    static Sign words(String pattern) {
        return new Sign(List.of(), Optional.of(Pattern.compile(pattern)), false);
    }

    /// The words must be there as well.
    Sign and(String pattern) {
        return new Sign(codes, Optional.of(Pattern.compile(pattern)), false);
    }

    /// One of the codes will do as well.
    Sign orCode(String... more) {
        return new Sign(List.of(more), words, true);
    }

    boolean in(Said said) {
        boolean coded = codes.stream().anyMatch(said.codes()::contains);
        boolean worded = worded(said);
        return either ? coded || worded : (codes.isEmpty() || coded) && (words.isEmpty() || worded);
    }

    /// How clear a sign it is, where it is there: words, a status of three numbers, three digits.
    int clarity(Said said) {
        if (worded(said)) {
            return 3;
        }
        boolean status =
                codes.stream().anyMatch(code -> code.contains(".") && said.codes().contains(code));
        return status ? 2 : 1;
    }

    private boolean worded(Said said) {
        return words.filter(pattern -> pattern.matcher(said.text()).find()).isPresent();
    }

    /// How a page shows it.
    String shown() {
        String pattern = words.map(Pattern::pattern).orElse("");
        String all = String.join(", ", codes);
        String between = all.isEmpty() || pattern.isEmpty() ? "" : either ? " or " : " and ";
        return all + between + pattern;
    }
}
