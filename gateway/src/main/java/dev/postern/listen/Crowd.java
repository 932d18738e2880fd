package dev.postern.listen;

/// How many sessions there may be at the same time.
public record Crowd(int sessions, int fromOneAddress) {}
