package dev.postern.control;

import java.util.List;

/// What came of sending a message.
///
/// @param taken whether it is in the queue, or the server has it
/// @param later whether, if it was not taken, trying again may help
/// @param id the queue's name for it; empty if a server took it
/// @param messageId the Message-ID field's value
/// @param recipients for whom it was taken
/// @param words what was said
public record SendReport(
        boolean taken,
        boolean later,
        String id,
        String messageId,
        List<String> recipients,
        String words) {

    public SendReport {
        recipients = List.copyOf(recipients);
    }
}
