package dev.postern.api;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a request is answered with.
///
/// @param body JSON
record Answer(int status, Map<String, String> headers, String body) {

    static final JsonMapper JSON = JsonMapper.builder().build();

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(int status, ObjectNode body) {
        return new Answer(status, Map.of(), JSON.writeValueAsString(body));
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
