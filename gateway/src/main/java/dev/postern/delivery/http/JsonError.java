package dev.postern.delivery.http;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The error in an answer of Microsoft's services: `{"error":{"code":…,"message":…}}`.
///
/// @param code empty if there is none
/// @param message empty if there is none
public record JsonError(String code, String message) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The error in this body.
    public static JsonError in(String body) {
        JsonNode error = read(body).path("error");
        return new JsonError(error.path("code").asString(""), error.path("message").asString(""));
    }

    /// A body as JSON; an empty object if it is none.
    public static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            return JSON.createObjectNode();
        }
    }

    /// In words: the body if there is no error in it.
    public String words(String body) {
        return code.isEmpty() ? body : code + (message.isEmpty() ? "" : ", " + message);
    }
}
