package dev.postern.protocol.pop3;

/// What STAT tells (RFC 1939 §5).
///
/// @param messages how many there are
/// @param sizeHint octets of all together: a hint, which Exchange Online estimates
public record Maildrop(long messages, long sizeHint) {}
