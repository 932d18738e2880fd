package dev.postern.proxy;

import dev.postern.protocol.login.Upcoming;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the server could do when it was last spoken with, as far as a client can use it: what
/// another client is told before it signs in, since no server is asked before.
///
/// Safe for use by many threads.
final class Offer {

    private final Set<String> useful;
    private volatile List<String> lines;

    /// @param first what is told as long as no server has been spoken with
    /// @param further keywords that are told if a server names them
    Offer(List<String> first, List<String> further) {
        this.lines = List.copyOf(first);
        this.useful =
                Stream.concat(first.stream().map(Upcoming::keyword), further.stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Each a keyword with its parameters.
    List<String> lines() {
        return lines;
    }

    /// Remembers what a server names now.
    void renew(List<String> capabilities) {
        lines =
                capabilities.stream()
                        .filter(line -> useful.contains(Upcoming.keyword(line)))
                        .toList();
    }
}
