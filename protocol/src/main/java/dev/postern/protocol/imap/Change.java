package dev.postern.protocol.imap;

/// What IDLE noticed.
///
/// @param arrived whether messages have come since the last search began
/// @param exists how many messages the mailbox has now
public record Change(boolean arrived, long exists) {}
