package dev.postern.protocol.imap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a server says it can do (RFC 3501 §7.2.1). It says something else after signing in.
///
/// @param names in upper case
public record Capabilities(Set<String> names) {

    private static final String MECHANISM = "AUTH=";

    public Capabilities {
        names = Set.copyOf(names);
    }

    /// Reads the names, separated by spaces.
    static Capabilities parse(String list) {
        return new Capabilities(
                Arrays.stream(list.split(" ", -1))
                        .filter(name -> !name.isEmpty())
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet()));
    }

    /// Whether the server has the capability of this name, in upper case.
    public boolean has(String name) {
        return names.contains(name);
    }

    /// The mechanisms of SASL it offers, sorted.
    public List<String> mechanisms() {
        return names.stream()
                .filter(name -> name.startsWith(MECHANISM))
                .map(name -> name.substring(MECHANISM.length()))
                .sorted()
                .toList();
    }
}
