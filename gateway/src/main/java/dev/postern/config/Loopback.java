package dev.postern.config;

import java.net.URI;
import java.util.Set;

/// The names of this machine to itself.
final class Loopback {

    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /// Whether what is sent there stays on this machine.
    static boolean hosts(URI address) {
        return HOSTS.contains(address.getHost());
    }

    /// Whether this name or address is this machine's to itself.
    static boolean names(String host) {
        return HOSTS.contains(host) || host.equals("::1") || host.startsWith("127.");
    }
}
