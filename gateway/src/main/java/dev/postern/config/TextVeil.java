package dev.postern.config;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The veil over a file that is not YAML, of which only the lines are known.
///
/// A line is shown in full if all keys on it are known ones whose values are no secrets. Of any
/// other, only its first key is; so a secret that runs over several lines is not shown either.
///
/// @param plainKeys keys whose values may be shown
record TextVeil(Set<String> plainKeys) implements Veil {

    private static final Pattern FIRST =
            Pattern.compile("(\\s*(?:- +)?)([A-Za-z][\\w-]*)(\\s*:)?(.*)");
    private static final Pattern KEY = Pattern.compile("([\\w-]+)\\s*:(?=\\s|$)");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
    private static final Pattern SMELL =
            Pattern.compile(
                    "(?i)secret|passw|pwd|token|credential|authorization|bearer|cookie|signing"
                            + "|access|headers");

    TextVeil {
        plainKeys = Set.copyOf(plainKeys);
    }

    @Override
    public Excerpt excerpt(Source source, Spot spot) {
        String text = shown(source.line(spot.line()));
        return new Excerpt(text, Math.min(spot.column(), text.codePointCount(0, text.length())));
    }

    private String shown(String line) {
        String text = COMMENT.matcher(line).replaceFirst("");
        Matcher first = FIRST.matcher(text);
        if (!first.matches()) {
            return text.isBlank() ? "" : text.replaceAll("\\S.*", MASK);
        }
        String rest = first.group(4);
        boolean key = first.group(3) != null;
        if (plainKeys.contains(first.group(2)) && plain(rest)) {
            return text;
        }
        if (!key) {
            return first.group(1) + MASK;
        }
        return first.group(1)
                + first.group(2)
                + first.group(3)
                + (rest.isBlank() ? rest : " " + MASK);
    }

    private boolean plain(String rest) {
        return !SMELL.matcher(rest).find()
                && KEY.matcher(rest)
                        .results()
                        .map((MatchResult key) -> key.group(1))
                        .allMatch(plainKeys::contains);
    }

    @Override
    public String text(String text) {
        return text;
    }
}
