package dev.postern.bounce;

import dev.postern.protocol.mail.AddrSpec;
import java.util.List;

/// Knows by which ways a report reaches a sender. Safe for use by many threads.
@FunctionalInterface
public interface ReturnWays {

    /// Names of destinations, to be tried in their order; none if no route leads there.
    List<String> to(AddrSpec sender);
}
