package dev.postern.submission;

import dev.postern.protocol.smtp.ServerRules;
import java.net.InetSocketAddress;
import java.util.List;

/// One listener of the settings.
///
/// @param entry its name for people, `0.0.0.0:587`
/// @param address port 0 is any that is free
/// @param rules how its sessions go
/// @param admission who may hand in mail
/// @param proxies load balancers that say who the client is; if there are any, nobody else may
///   connect
/// @param crowd how many sessions there may be
public record Profile(
        String entry,
        InetSocketAddress address,
        ServerRules rules,
        Admission admission,
        List<AddressRange> proxies,
        Crowd crowd) {

    /// How many sessions there may be at the same time.
    public record Crowd(int sessions, int fromOneAddress) {}

    public Profile {
        proxies = List.copyOf(proxies);
    }

    boolean behindProxy() {
        return !proxies.isEmpty();
    }
}
