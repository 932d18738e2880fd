package dev.postern.control;

import java.util.List;
import java.util.Optional;

/// What the doctor is to look at.
///
/// @param names of entries, `razr` or `collect.razr`; all if empty
/// @param testRecipient to whom each way out sends one real message; nobody if empty
/// @param nameServer `host:port` of the DNS server to ask about sender domains; the system's if
///   empty
public record CheckOrder(
        List<String> names, Optional<String> testRecipient, Optional<String> nameServer) {

    /// Everything, and no message is sent.
    public static final CheckOrder ALL =
            new CheckOrder(List.of(), Optional.empty(), Optional.empty());

    public CheckOrder {
        names = List.copyOf(names);
    }
}
