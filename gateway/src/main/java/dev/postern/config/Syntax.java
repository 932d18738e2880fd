package dev.postern.config;

import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// Says in a user's words why a text is not YAML.
///
/// The parser's own sentences are matched, never repeated: they can quote the file.
final class Syntax {

    private static final List<Explanation> KNOWN =
            List.of(
                    new Explanation(
                            "tab",
                            "a tab",
                            "spaces: YAML does not take tabs for indentation",
                            "set the editor to write spaces for tabs"),
                    new Explanation(
                            "mapping values are not allowed",
                            "a `:` where none can be",
                            "one `key: value` in a line, indented like its neighbours",
                            "put a value that contains `: ` in quotes"),
                    new Explanation(
                            "could not find expected ':'",
                            "a key without its `:`",
                            "`key: value`, with a space after the colon",
                            ""),
                    new Explanation(
                            "undefined alias",
                            "a value that starts with `*`, which YAML takes for an alias",
                            "a value in quotes, or an alias of an `&anchor` further up",
                            ""),
                    new Explanation(
                            "cannot start any token",
                            "a value that starts with a character that YAML keeps for itself",
                            "a value in quotes, if it starts with one of @ ` %",
                            ""),
                    new Explanation(
                            "unknown escape character",
                            "a backslash in double quotes, where it starts an escape",
                            "single quotes, in which a backslash is just itself",
                            ""),
                    new Explanation(
                            "expected ',' or '",
                            "a `[` or `{` that is not closed",
                            "`[a, b]` or `{key: value, key: value}`",
                            "a reference inside [ ] or { } needs quotes: \"${env:NAME}\""),
                    new Explanation(
                            "end of stream",
                            "a quote that is not closed",
                            "the same quote at the end of the value",
                            ""),
                    new Explanation(
                            "expected <block end>",
                            "a line that does not line up with those above it",
                            "the indentation of the other keys of the same group",
                            ""),
                    new Explanation(
                            "expected the node content",
                            "no value where one must be",
                            "`key: value`",
                            "put a value that starts with one of , ] } % @ ` in quotes"),
                    new Explanation(
                            "another document",
                            "a `---` that starts a second document",
                            "one document in one file",
                            ""));

    private Syntax() {}

    /// @param words what the parser's sentence contains, in lower case
    private record Explanation(String words, String text, String expected, String hint) {

        /// Whether the place is where it began rather than where the parser noticed.
        boolean atItsStart() {
            return text.contains("not closed") || text.contains("without its");
        }
    }

    static void explain(MarkedYamlEngineException e, Source source, Problems problems) {
        String said = (e.getProblem() + " " + e.getContext()).toLowerCase(Locale.ROOT);
        Spot spot = Spot.of(e.getProblemMark().or(e::getContextMark));
        boolean tab = source.line(spot.line()).stripTrailing().matches("\\s*\\t.*");
        Explanation explanation =
                tab
                        ? KNOWN.getFirst()
                        : KNOWN.stream()
                                .filter(known -> said.contains(known.words))
                                .findFirst()
                                .orElse(
                                        new Explanation(
                                                "", "this is not YAML", "`key: value`", ""));
        Spot place =
                explanation.atItsStart() ? Spot.of(e.getContextMark().or(e::getProblemMark)) : spot;
        problems.error(place, "", explanation.text, explanation.expected, explanation.hint);
    }
}
