package dev.postern.relay;

/// What the settings say of relaying.
///
/// @param host this machine's name, for Received and Message-ID
/// @param sizeMax octets of the largest message that is taken
public record RelaySettings(String host, Routes routes, long sizeMax) {}
