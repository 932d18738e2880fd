package dev.postern.protocol.pop3;

/// A line of UIDL (RFC 1939 §7).
///
/// Ids should be unique and never are reused; some servers give two messages the same, so whoever
/// relies on them had better look.
///
/// @param number the message's number, good for this session only
/// @param id its id, good for ever; empty if the server has none for it
public record UniqueId(int number, String id) {}
