package dev.postern.queue;

/// Who handed a message in.
///
/// @param account the local account that signed in; empty if nobody did
/// @param address the peer's IP address; empty if it was handed in on this machine
/// @param hello what the peer called itself (EHLO); empty if it did not say
/// @param protocol as in the `with` clause of a Received field (RFC 3848): `ESMTPSA`, `HTTP`,
///   `local`
public record Submitter(String account, String address, String hello, String protocol) {}
