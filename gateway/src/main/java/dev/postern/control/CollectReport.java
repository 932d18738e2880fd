package dev.postern.control;

import java.util.Optional;

/// What one visit to a mailbox brought. The components' names are a contract with scripts.
///
/// @param mailbox the entry's name in the settings
/// @param taken messages accepted
/// @param handedOver messages that their destinations took
/// @param parked messages put aside for a person
/// @param left messages that stay in the mailbox for a later visit
/// @param failed messages that could not be fetched
/// @param trouble why the visit did not come to its end; empty if it did
public record CollectReport(
        String mailbox,
        int taken,
        int handedOver,
        int parked,
        int left,
        int failed,
        Optional<String> trouble) {}
