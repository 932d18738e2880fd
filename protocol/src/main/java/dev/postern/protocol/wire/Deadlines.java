package dev.postern.protocol.wire;

import java.time.Duration;
import java.util.stream.Stream;

/// How long each kind of waiting may take. All are finite.
///
/// @param connect until the TCP connection stands, over all addresses of the host
/// @param handshake the whole TLS handshake
/// @param greeting until the greeting is complete
/// @param reply from the moment we begin to wait for a line of a reply until it is complete
/// @param silence longest time without a single octet while a peer sends data (a literal, a
///   message)
/// @param pace least that must arrive of such data
/// @param write until the peer has taken one portion of what we send: 8 KiB, or one larger write
/// @param acceptance until a peer that has got a whole message has said that it took it
/// @param visit the life of the connection, from its opening
public record Deadlines(
        Duration connect,
        Duration handshake,
        Duration greeting,
        Duration reply,
        Duration silence,
        Pace pace,
        Duration write,
        Duration acceptance,
        Duration visit) {

    /// So that a deadline in nanoseconds cannot overflow.
    private static final Duration LONGEST = Duration.ofDays(365);

    /// Limits for a healthy server over the Internet; those of a visit are for a batch of large
    /// messages.
    public static final Deadlines USUAL =
            new Deadlines(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(60),
                    new Pace(32 * 1024, Duration.ofSeconds(60)),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30));

    public Deadlines {
        if (Stream.of(connect, handshake, greeting, reply, silence, write, acceptance, visit)
                .anyMatch(limit -> !limit.isPositive() || limit.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(
                    "each deadline is more than nothing and at most " + LONGEST.toDays() + " days");
        }
    }

    /// The same with another limit for a reply.
    public Deadlines withReply(Duration limit) {
        return new Deadlines(
                connect, handshake, greeting, limit, silence, pace, write, acceptance, visit);
    }

    /// The same with other limits for data.
    public Deadlines withData(Duration longestSilence, Pace leastPace) {
        return new Deadlines(
                connect,
                handshake,
                greeting,
                reply,
                longestSilence,
                leastPace,
                write,
                acceptance,
                visit);
    }

    /// The same with another limit for the peer's word that it took a message.
    public Deadlines withAcceptance(Duration limit) {
        return new Deadlines(
                connect, handshake, greeting, reply, silence, pace, write, limit, visit);
    }

    /// The same with another life of the connection.
    public Deadlines withVisit(Duration limit) {
        return new Deadlines(
                connect, handshake, greeting, reply, silence, pace, write, acceptance, limit);
    }

    Duration of(Wait wait) {
        return switch (wait) {
            case CONNECT -> connect;
            case HANDSHAKE -> handshake;
            case GREETING -> greeting;
            case REPLY -> reply;
            case SILENCE -> silence;
            case PACE -> pace.window();
            case WRITE -> write;
            case ACCEPTANCE -> acceptance;
            case VISIT -> visit;
        };
    }
}
