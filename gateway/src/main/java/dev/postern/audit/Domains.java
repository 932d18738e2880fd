package dev.postern.audit;

import java.util.List;
import java.util.Locale;

/// The organisation's own domains; those below them count too.
record Domains(List<String> names) {

    Domains {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /// Whether an address is in one of them.
    boolean has(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(name -> domain.equals(name) || domain.endsWith("." + name));
    }
}
