package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Pace;
import java.time.Duration;
import java.util.stream.Stream;

/// How long a server waits for its client (RFC 5321 §4.5.3.2.7). All are finite.
///
/// @param handshake the whole TLS handshake
/// @param command until a whole line has come
/// @param silence longest time without an octet of a message
/// @param pace least that must arrive of a message
/// @param write until the client has taken what we answer
public record ServerDeadlines(
        Duration handshake, Duration command, Duration silence, Pace pace, Duration write) {

    private static final Duration LONGEST = Duration.ofDays(1);

    /// RFC 5321 §4.5.3.2.7: five minutes at least.
    public static final ServerDeadlines USUAL =
            new ServerDeadlines(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(3),
                    new Pace(4 * 1024, Duration.ofMinutes(5)),
                    Duration.ofMinutes(2));

    public ServerDeadlines {
        if (Stream.of(handshake, command, silence, pace.window(), write)
                .anyMatch(limit -> !limit.isPositive() || limit.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("each deadline is more than nothing, at most a day");
        }
    }

    /// The same with another limit for a command.
    public ServerDeadlines withCommand(Duration limit) {
        return new ServerDeadlines(handshake, limit, silence, pace, write);
    }

    /// The same with other limits for a message.
    public ServerDeadlines withData(Duration longestSilence, Pace leastPace) {
        return new ServerDeadlines(handshake, command, longestSilence, leastPace, write);
    }
}
