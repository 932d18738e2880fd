package dev.postern.queue;

/// What became of a claim.
public record Settlement(Claim claim, Outcome outcome) {}
