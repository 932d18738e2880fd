package dev.postern.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One device that was seen. The components' names are a contract with scripts.
///
/// @param account that it signed in with, or tried to; empty without
/// @param hello what it calls itself
/// @param listener where it came
/// @param tls the version; empty for a connection in the clear
/// @param mechanism how it signed in; empty without
/// @param senders the last reverse-paths, `<>` for the null one
/// @param visits sign-ins, or sessions without one
/// @param messages accepted
/// @param refused sign-ins and messages
public record DeviceEntry(
        String account,
        String address,
        String hello,
        String listener,
        String protocol,
        Optional<String> tls,
        Optional<String> mechanism,
        List<String> senders,
        long visits,
        long messages,
        long refused,
        Optional<String> lastRefusal,
        Instant firstSeen,
        Instant lastSeen) {

    public DeviceEntry {
        senders = List.copyOf(senders);
    }
}
