package dev.postern.config;

import java.util.regex.Pattern;

/// A host, by name or address, and a TCP port: `outlook.office365.com:993`, `[::1]:1993`.
///
/// @param host a name, an IPv4 address, or an IPv6 address without brackets
public record HostPort(String host, int port) {

    private static final int PORT_MAX = 65_535;
    private static final Pattern NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62})?)*");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    public HostPort {
        if (!NAME.matcher(host).matches()
                && !(host.contains(":") && IPV6.matcher(host).matches())) {
            throw new IllegalArgumentException("the host is not a name or an address");
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port is a number from 1 to " + PORT_MAX);
        }
    }

    /// The host and port in this text.
    ///
    /// @throws IllegalArgumentException if it is none; its message says why
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("the port is missing");
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IllegalArgumentException("an IPv6 address is written in brackets");
        }
        if (!port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("a port is a number from 1 to " + PORT_MAX);
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
