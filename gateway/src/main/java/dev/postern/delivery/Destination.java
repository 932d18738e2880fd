package dev.postern.delivery;

/// One place that messages are handed to.
///
/// @param name its name in the settings
/// @param agent knows how
/// @param limits what it can bear
/// @param retry when what failed is tried again
public record Destination(String name, DeliveryAgent agent, Limits limits, RetrySchedule retry) {

    public Destination {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a destination needs a name");
        }
    }
}
