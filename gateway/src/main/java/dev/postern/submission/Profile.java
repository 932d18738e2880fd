package dev.postern.submission;

import dev.postern.listen.Place;
import dev.postern.protocol.smtp.ServerRules;

/// One listener of the settings.
///
/// @param rules how its sessions go
/// @param admission who may hand in mail
public record Profile(Place place, ServerRules rules, Admission admission) {}
