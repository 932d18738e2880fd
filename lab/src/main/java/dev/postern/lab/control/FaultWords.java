package dev.postern.lab.control;

import dev.postern.lab.directory.Tree;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.mail.fault.FaultRequest;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The two written forms of a fault: `{fault: name, key: value}` and the line `name key=value`.
final class FaultWords {

    static final String NAME = "fault";

    private FaultWords() {}

    static FaultRequest read(String text) throws WorldException {
        Tree tree = Tree.read(NAME, text);
        if (tree.root().isString()) {
            return FaultRequest.parse(tree.root().asString());
        }
        Map<String, String> arguments = new TreeMap<>();
        tree.without(NAME)
                .root()
                .forEachEntry((key, value) -> arguments.put(key, value.asString()));
        return new FaultRequest(tree.root().path(NAME).asString(""), arguments);
    }

    static void write(FaultRequest request, ObjectNode into) {
        into.put(NAME, request.name());
        new TreeMap<>(request.arguments()).forEach(into::put);
    }
}
