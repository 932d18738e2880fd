package dev.postern.protocol.imap;

/// How a FETCH of bodies ended.
///
/// @param completion the tagged response; what arrived counts only if it is OK, or if it is a NO
///   that says that others are gone
/// @param arrived the messages whose whole body came, each as a [Fetched.Message]
/// @param missing the messages asked for whose body did not come
public record FetchOutcome(Completion completion, UidSet arrived, UidSet missing) {}
