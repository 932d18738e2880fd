package dev.postern.lab.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request as the server read it.
///
/// @param method upper case as sent
/// @param target path and query as sent, still percent-encoded
/// @param headers by name in lower case; of a repeated field the values joined by a comma
/// @param body all of it
public record Request(String method, String target, Map<String, String> headers, Body body) {

    public Request {
        headers = Map.copyOf(headers);
    }

    /// The value of a header field, whatever case its name is in.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The parts of the path between its slashes, decoded.
    public List<String> path() {
        String path = target.split("\\?", 2)[0];
        return Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    /// The parameters of the query; of a repeated one the first.
    public Map<String, String> query() {
        String[] parts = target.split("\\?", 2);
        return parts.length == 1 ? Map.of() : parameters(parts[1]);
    }

    /// The body as text.
    public String text() {
        return body.text();
    }

    /// The parameters of a form in the body; of a repeated one the first.
    ///
    /// @throws IllegalArgumentException if it is not form-encoded
    public Map<String, String> form() {
        return parameters(text());
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] halves = pair.split("=", 2);
                parameters.putIfAbsent(
                        decode(halves[0]), halves.length == 1 ? "" : decode(halves[1]));
            }
        }
        return parameters;
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + target.split("\\?", 2)[0];
    }
}
