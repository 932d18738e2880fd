package dev.postern.app;

import dev.postern.event.Events;

/// For commands whose result says all.
final class Quiet {

    /// Hears everything and says nothing.
    static final Events EVENTS = _ -> {};

    private Quiet() {}
}
