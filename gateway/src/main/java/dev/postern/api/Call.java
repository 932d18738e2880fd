package dev.postern.api;

import dev.postern.account.Peer;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request. For one thread.
///
/// @param target path and query as they came, still percent-encoded: that is what was signed
/// @param headers by name in lower case, the first value of each
/// @param body read once
record Call(
        String method, String target, Map<String, String> headers, InputStream body, Peer peer) {

    Call {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The parts of the path, decoded.
    ///
    /// @throws IllegalArgumentException if a percent sign lacks its digits
    List<String> path() {
        return Arrays.stream(target.split("\\?", 2)[0].split("/", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> decoded(part.replace("+", "%2B")))
                .toList();
    }

    /// The values of a parameter of the query, in their order.
    List<String> query(String name) {
        String[] halves = target.split("\\?", 2);
        return Arrays.stream((halves.length == 1 ? "" : halves[1]).split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> decoded(pair.substring(name.length() + 1)))
                .toList();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// Without the query, which may name people.
    @Override
    public String toString() {
        return method + " " + target.split("\\?", 2)[0];
    }
}
