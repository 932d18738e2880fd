package dev.postern.queue;

import java.time.Instant;
import java.util.Optional;

/// All that the queue knows of one accepted message but its bytes.
///
/// @param id its name
/// @param origin where it came from
/// @param source the name of the settings' entry that took it in, for people
/// @param accepted when it was committed
/// @param size octets
/// @param sha256 lower-case hexadecimal digest of the bytes: proof of integrity, not identity
/// @param messageId the Message-ID field's value if there was one, cut to 998 characters
public record StoredMessage(
        QueueId id,
        Origin origin,
        String source,
        Instant accepted,
        long size,
        String sha256,
        Optional<String> messageId) {}
