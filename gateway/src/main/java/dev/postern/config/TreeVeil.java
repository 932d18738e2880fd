package dev.postern.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The veil over a file whose nodes are known.
///
/// Shown are the scalars that were met where no secret belongs; all others, and comments, are not.
/// Confined to the thread that loads.
final class TreeVeil implements Veil {

    /// Shorter secrets are masked where they stand only: in sentences they would mask parts of
    /// words.
    private static final int LITERAL_MIN = 4;

    private final Set<String> keys;
    private final Set<Node> harmless = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> literals = new LinkedHashSet<>();
    private final List<Range> ranges = new ArrayList<>();

    /// @param end exclusive
    private record Range(Spot start, Spot end, Node node) {

        boolean touches(int line) {
            return start.line() <= line && line <= end.line();
        }

        int from(int line) {
            return start.line() < line ? 0 : start.column();
        }

        int to(int line, int length) {
            return end.line() > line ? length : Math.min(end.column(), length);
        }
    }

    /// @param keys keys that may be shown wherever they are
    TreeVeil(Node root, Set<String> keys) {
        this.keys = Set.copyOf(keys);
        collect(root, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void collect(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        switch (node) {
            case MappingNode mapping -> {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key
                            && keys.contains(key.getValue())) {
                        harmless(key);
                    }
                    collect(tuple.getKeyNode(), seen);
                    collect(tuple.getValueNode(), seen);
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(item -> collect(item, seen));
            case ScalarNode scalar -> ranges.add(range(scalar));
            default -> {
                // An anchor's own node: what it stands for was met, or will be.
            }
        }
    }

    private static Range range(ScalarNode scalar) {
        Spot start = Spot.of(scalar);
        Spot end =
                scalar.getEndMark()
                        .map((Mark m) -> new Spot(m.getLine(), m.getColumn()))
                        .orElse(start);
        return new Range(start, end, scalar);
    }

    /// Allows the node to be shown.
    void harmless(Node node) {
        harmless.add(node);
    }

    boolean isHarmless(Node node) {
        return harmless.contains(node);
    }

    /// Remembers a secret that stands in the file itself.
    void literal(String secret) {
        if (secret.strip().length() >= LITERAL_MIN) {
            literals.add(secret.strip());
        }
    }

    @Override
    public Excerpt excerpt(Source source, Spot spot) {
        int[] text = source.line(spot.line()).codePoints().toArray();
        var line = new Line(text, spot.column());
        ranges.stream()
                .filter(range -> range.touches(spot.line()))
                .sorted(Comparator.comparingInt(range -> range.from(spot.line())))
                .forEach(range ->
                        line.scalar(
                                range.from(spot.line()),
                                range.to(spot.line(), text.length),
                                harmless.contains(range.node)));
        return line.end();
    }

    /// Writes what is shown of one line, from left to right.
    private static final class Line {

        private final int[] text;
        private final int column;
        private final List<Integer> shown = new ArrayList<>();
        private int at;
        private int caret = -1;
        private boolean comment;

        Line(int[] text, int column) {
            this.text = text;
            this.column = column;
        }

        void scalar(int start, int end, boolean harmless) {
            between(Math.min(start, text.length));
            mark();
            while (at < end && harmless && !comment) {
                add();
            }
            if (at < end && !comment) {
                mask(end);
            }
        }

        Excerpt end() {
            between(text.length);
            int[] points = shown.stream().mapToInt(Integer::intValue).toArray();
            return new Excerpt(
                    new String(points, 0, points.length).stripTrailing(),
                    caret < 0 ? points.length : caret);
        }

        /// Adds what stands between scalars, up to a comment. Tags, anchors and aliases are masked:
        /// a secret that starts with one of `!`, `&` and `*` is taken for one.
        private void between(int end) {
            while (at < end && !comment) {
                if (text[at] == '#') {
                    comment = true;
                } else if (text[at] == '!' || text[at] == '&' || text[at] == '*') {
                    int stop = at + 1;
                    while (stop < end && !Character.isWhitespace(text[stop])) {
                        stop++;
                    }
                    mask(stop);
                } else {
                    add();
                }
            }
        }

        private void add() {
            mark();
            shown.add(text[at++]);
        }

        private void mask(int end) {
            mark();
            MASK.codePoints().forEach(shown::add);
            at = end;
        }

        private void mark() {
            if (caret < 0 && at >= column) {
                caret = shown.size();
            }
        }
    }

    @Override
    public String text(String text) {
        String shown = text;
        for (String literal : literals) {
            shown = shown.replace(literal, MASK);
        }
        return shown;
    }
}
