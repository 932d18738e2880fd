package dev.postern.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Turns a configuration's text into YAML nodes.
///
/// The text is read twice: first as a flat run of events, which costs no stack, so that depth and
/// aliases are bounded before the nodes are composed recursively.
final class Document {

    private static final int DEPTH_MAX = 32;
    private static final int ALIASES_MAX = 64;

    private Document() {}

    /// The root node; nothing if there is none, or if a problem was found.
    static Optional<Node> compose(Source source, Problems problems) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(source.file().toString())
                        .setUseMarks(true)
                        .setAllowDuplicateKeys(true)
                        .setMaxAliasesForCollections(ALIASES_MAX)
                        .build();
        try {
            if (!bounded(source, settings, problems)) {
                return Optional.empty();
            }
            return new Compose(settings).composeString(source.text());
        } catch (MarkedYamlEngineException e) {
            Syntax.explain(e, source, problems);
        } catch (ReaderException e) {
            problems.error(
                    before(source, e.getPosition()),
                    "",
                    "a control character (U+%04X)".formatted(e.getCodePoint()),
                    "printable text",
                    "delete it; it is often left over from copying out of another program");
        } catch (YamlEngineException _) {
            // What it says could quote the file.
            problems.error(Spot.WHOLE, "", "this is not YAML", "a YAML file", "");
        }
        return Optional.empty();
    }

    private static boolean bounded(Source source, LoadSettings settings, Problems problems) {
        int depth = 0;
        int aliases = 0;
        for (Event event : new Parse(settings).parseString(source.text())) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> aliases++;
                case Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
            }
            if (depth > DEPTH_MAX || aliases > ALIASES_MAX) {
                problems.error(
                        Spot.of(event.getStartMark()),
                        "",
                        depth > DEPTH_MAX ? "nested too deeply" : "too many aliases",
                        "at most " + DEPTH_MAX + " levels and " + ALIASES_MAX + " aliases",
                        "");
                return false;
            }
        }
        return true;
    }

    /// The spot of a character, counted in code points from the start of the text.
    private static Spot before(Source source, int position) {
        String text = source.text();
        int points = text.codePointCount(0, text.length());
        String head =
                text.substring(0, text.offsetByCodePoints(0, Math.clamp(position, 0, points)));
        Source read = Source.of(source.file(), head);
        String last = read.lines().getLast();
        return new Spot(read.lines().size() - 1, last.codePointCount(0, last.length()));
    }
}
