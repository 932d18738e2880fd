package dev.postern.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
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

    private final Set<Node> harmless = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> literals = new java.util.LinkedHashSet<>();
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

    TreeVeil(Node root) {
        collect(root, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void collect(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        switch (node) {
            case MappingNode mapping -> {
                for (NodeTuple tuple : mapping.getValue()) {
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
    public String line(Source source, int line) {
        int[] text = source.line(line).codePoints().toArray();
        List<Range> here =
                ranges.stream()
                        .filter(range -> range.touches(line))
                        .sorted(java.util.Comparator.comparingInt(range -> range.from(line)))
                        .toList();
        var shown = new StringBuilder();
        int at = 0;
        for (Range range : here) {
            int from = Math.max(at, Math.min(range.from(line), text.length));
            int to = Math.max(from, range.to(line, text.length));
            if (!append(shown, text, at, from)) {
                return shown.toString();
            }
            if (harmless.contains(range.node)) {
                shown.append(new String(text, from, to - from));
            } else if (to > from) {
                shown.append(MASK);
            }
            at = to;
        }
        append(shown, text, at, text.length);
        return shown.toString().stripTrailing();
    }

    /// Appends what stands between scalars, up to a comment; tags, anchors and aliases are masked,
    /// as a secret that starts with one of `!`, `&` and `*` is taken for one.
    ///
    /// @return false if a comment ended the line
    private static boolean append(StringBuilder shown, int[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '#') {
                return false;
            }
            if (text[i] == '!' || text[i] == '&' || text[i] == '*') {
                shown.append(MASK);
                while (i + 1 < to && !Character.isWhitespace(text[i + 1])) {
                    i++;
                }
            } else {
                shown.appendCodePoint(text[i]);
            }
        }
        return true;
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
