package dev.postern.lab.control;

import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Request;
import dev.postern.lab.tls.ServerTls;
import dev.postern.lab.tls.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which certificate each server shows: GET, or PUT one word to `/tls/SERVER`.
public final class TlsPart implements Part {

    private final Map<String, ServerTls> servers;

    /// @param servers by name in lower case
    public TlsPart(Map<String, ServerTls> servers) {
        this.servers = new TreeMap<>(servers);
    }

    @Override
    public Answer.Response answer(Request request, List<String> rest) {
        switch (request.method()) {
            case "GET" -> {}
            case "PUT" -> {
                ServerTls server = servers.get(String.join("/", rest));
                if (server == null) {
                    return Replies.notFound(
                            "a certificate can be PUT to one of " + servers.keySet());
                }
                server.show(Shown.valueOf(constant(request.text())));
            }
            default -> {
                return Replies.notAllowed("GET, PUT");
            }
        }
        return Replies.ok(
                servers.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, entry -> entry.getValue().shown())));
    }

    private static String constant(String word) {
        String name = word.strip().replace("\"", "").replace('-', '_').toUpperCase(Locale.ROOT);
        if (List.of(Shown.values()).stream().noneMatch(shown -> shown.name().equals(name))) {
            throw new IllegalArgumentException(
                    "a certificate is good, expired, wrong-name or untrusted, not " + word);
        }
        return name;
    }
}
