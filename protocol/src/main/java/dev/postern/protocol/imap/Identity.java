package dev.postern.protocol.imap;

import dev.postern.protocol.mail.HeaderBlock;
import java.time.Instant;
import java.util.Optional;

/// What tells one message from another when their UIDs no longer do.
///
/// @param uid its UID
/// @param internalDate when the server got it, if it said so
/// @param header the fields that were asked for
public record Identity(long uid, Optional<Instant> internalDate, HeaderBlock header) {}
