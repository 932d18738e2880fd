package dev.postern.account;

import java.net.InetAddress;
import java.util.Optional;

/// Who is at the other end of a connection.
///
/// @param address its IP address: behind a proxy that is trusted, the one the proxy names
/// @param hello what it calls itself (EHLO, HELO); empty if it did not say
/// @param protocol as in the `with` clause of a Received field (RFC 3848): `ESMTPSA`, `HTTP` …
/// @param tls the TLS version, `TLSv1.2` say; empty for a connection in the clear
/// @param mechanism how it signed in, or tries to: `PLAIN`, `LOGIN`, `HMAC-SHA256`; empty if it did
///   not
/// @param entry the listener of the settings, for people: `0.0.0.0:587`
public record Peer(
        InetAddress address,
        Optional<String> hello,
        String protocol,
        Optional<String> tls,
        Optional<String> mechanism,
        String entry) {}
