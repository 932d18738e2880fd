package dev.postern.lab.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a server does about a request.
public sealed interface Answer {

    /// Sends this.
    ///
    /// @param headers besides Date, Content-Length and Connection, which the server adds
    record Response(int status, Map<String, String> headers, Body body) implements Answer {

        public Response {
            headers = Map.copyOf(headers);
        }

        /// The same with one more header field.
        public Response with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Response(status, more, body);
        }

        /// The body as text.
        public String text() {
            return body.text();
        }

        @Override
        public String toString() {
            return "Response[" + status + ", " + body.size() + " octets]";
        }
    }

    /// Sends the head of the response and half of its body, and hangs up.
    record Half(Response response) implements Answer {}

    /// Hangs up without a byte.
    record HangUp() implements Answer {}

    /// Says nothing, until the client hangs up.
    record Silence() implements Answer {}

    /// A response whose body is text in UTF-8.
    static Response text(int status, String type, String body) {
        return new Response(status, Map.of("Content-Type", type), Body.of(body));
    }

    /// A response whose body is JSON.
    static Response json(int status, String body) {
        return text(status, "application/json; charset=utf-8", body);
    }

    /// A response without a body.
    static Response empty(int status) {
        return new Response(status, Map.of(), Body.EMPTY);
    }
}
