package dev.postern.protocol.pop3;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a server says it can do (RFC 2449 §5).
///
/// @param tags each capability in upper case, with what follows it on its line
public record Capabilities(Map<String, String> tags) {

    /// What is known of a server that has no CAPA.
    static final Capabilities NONE = new Capabilities(Map.of());

    public Capabilities {
        tags = Map.copyOf(tags);
    }

    static Capabilities of(List<String> lines) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.strip().split(" ", 2);
            tags.put(words[0].toUpperCase(Locale.ROOT), words.length == 2 ? words[1] : "");
        }
        return new Capabilities(tags);
    }

    /// Whether the server has the capability of this name, in upper case.
    public boolean has(String name) {
        return tags.containsKey(name);
    }

    /// The mechanisms of SASL it offers, sorted; none may mean only that it does not say.
    public List<String> mechanisms() {
        return Arrays.stream(tags.getOrDefault("SASL", "").split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> name.toUpperCase(Locale.ROOT))
                .sorted()
                .toList();
    }
}
