package dev.postern.lab.control;

import dev.postern.lab.directory.Binding;
import dev.postern.lab.http.Answer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The forms of answer the parts have in common.
public final class Replies {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Binding BINDING = new Binding();

    private Replies() {}

    /// 200 with this tree.
    public static Answer.Response ok(JsonNode tree) {
        return json(200, tree);
    }

    /// 200 with this record, map or list of records.
    public static Answer.Response ok(Object value) {
        return json(200, BINDING.tree(value));
    }

    /// 204.
    public static Answer.Response done() {
        return Answer.empty(204);
    }

    static Answer.Response notFound(String what) {
        return json(404, BINDING.tree(Map.of("problems", List.of(what))));
    }

    static Answer.Response wrong(int status, List<String> problems) {
        return json(status, BINDING.tree(Map.of("problems", problems)));
    }

    /// 405 with what is possible.
    public static Answer.Response notAllowed(String possible) {
        return wrong(405, List.of("only " + possible + " is possible here"))
                .with("Allow", possible);
    }

    private static Answer.Response json(int status, JsonNode tree) {
        return Answer.json(status, JSON.writeValueAsString(tree) + "\n");
    }
}
