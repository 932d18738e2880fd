package dev.postern.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a visit would take.
///
/// @param there messages in the folder
/// @param wanted those that would be taken, oldest first
/// @param renumbered whether the server has given new ids since the last visit, so that some of
///   these will be recognised
public record PreviewReport(String mailbox, int there, List<Item> wanted, boolean renumbered) {

    public PreviewReport {
        wanted = List.copyOf(wanted);
    }

    /// A message that would be taken.
    public record Item(String id, Optional<Instant> received, Optional<String> messageId) {}
}
