package dev.postern.protocol.wire;

import java.time.Duration;

/// The least that must arrive of data that a peer has begun to send.
///
/// A peer that sends an octet now and then is never silent for long, and would hold its session for
/// ever. So in every `window` of waiting at least `octets` must arrive. Only the time spent waiting
/// for the peer counts, not the time in which we were busy with what it had sent.
///
/// @param octets how many in each window
/// @param window how much waiting is weighed at a time
public record Pace(long octets, Duration window) {

    public Pace {
        if (octets < 0 || !window.isPositive()) {
            throw new IllegalArgumentException("not a pace: " + octets + " in " + window);
        }
    }
}
