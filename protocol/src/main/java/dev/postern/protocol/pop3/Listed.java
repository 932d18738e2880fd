package dev.postern.protocol.pop3;

/// A line of LIST (RFC 1939 §5).
///
/// @param number the message's number, good for this session only
/// @param sizeHint its octets: a hint, which Exchange Online estimates
public record Listed(int number, long sizeHint) {}
