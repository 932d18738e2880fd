package dev.postern.listen;

import java.net.InetSocketAddress;
import java.util.List;

/// Where connections are taken, and from whom.
///
/// @param entry its name for people, `0.0.0.0:587`
/// @param address port 0 is any that is free
/// @param proxies load balancers that say who the client is; if there are any, nobody else may
///   connect
/// @param crowd how many sessions there may be
public record Place(
        String entry, InetSocketAddress address, List<AddressRange> proxies, Crowd crowd) {

    public Place {
        proxies = List.copyOf(proxies);
    }

    boolean behindProxy() {
        return !proxies.isEmpty();
    }
}
