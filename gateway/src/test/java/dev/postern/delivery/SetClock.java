package dev.postern.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until it is turned.
public final class SetClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-21T08:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void turn(Duration by) {
        now = now.plus(by);
    }

    public void turnTo(Instant moment) {
        now = moment;
    }
}
