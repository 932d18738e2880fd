package dev.postern.control;

import java.util.List;

/// What the demo did. The components' names are a contract with scripts.
///
/// @param ok whether every step went as it should
public record DemoReport(boolean ok, List<Step> steps) {

    public DemoReport {
        steps = List.copyOf(steps);
    }

    /// One step.
    public record Step(String name, boolean ok, String detail) {}
}
