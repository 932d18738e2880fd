package dev.postern.queue;

import dev.postern.protocol.mail.Recipient;
import java.util.Optional;

/// A recipient of a message that is on its way.
///
/// @param number its position in the envelope, from 0
/// @param recipient its address and what the sender wants to hear
/// @param last what was said about it last, if it was tried
public record Addressee(int number, Recipient recipient, Optional<Reply> last) {}
