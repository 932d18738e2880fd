package dev.postern.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// A position in a [Source], both from 0; characters beyond the basic plane count as one.
record Spot(int line, int column) {

    /// The file as a whole.
    static final Spot WHOLE = new Spot(-1, -1);

    static Spot of(Node node) {
        return of(node.getStartMark());
    }

    static Spot of(Optional<Mark> mark) {
        return mark.map(m -> new Spot(m.getLine(), m.getColumn())).orElse(WHOLE);
    }
}
