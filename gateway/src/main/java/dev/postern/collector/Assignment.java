package dev.postern.collector;

/// A mailbox to collect from: what to do, and where it is.
///
/// Two equal assignments are the same to [Collector#replace], which leaves a running one alone.
public record Assignment(MailboxPlan plan, Server server) {}
