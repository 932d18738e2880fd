package dev.postern.control;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the running service does.
///
/// @param at the moment of all this, by the service's clock
/// @param healthy false if a person must act
/// @param queue number of deliveries by state
/// @param unclear how many hand-overs, of those in the history, may have happened twice
/// @param oldestWaiting when the oldest waiting message was accepted
public record ServiceStatus(
        Instant at,
        String version,
        long pid,
        Instant started,
        boolean healthy,
        List<Mailbox> mailboxes,
        List<Listener> listeners,
        List<Destination> destinations,
        List<Token> tokens,
        Map<String, Long> queue,
        long unclear,
        Optional<Instant> oldestWaiting,
        List<Alarm> alarms) {

    public ServiceStatus {
        mailboxes = List.copyOf(mailboxes);
        listeners = List.copyOf(listeners);
        destinations = List.copyOf(destinations);
        tokens = List.copyOf(tokens);
        queue = Map.copyOf(queue);
        alarms = List.copyOf(alarms);
    }

    /// @param activity `waiting`, `listening`, `visiting` or `stopped`
    /// @param lagSeconds seconds since the last success
    /// @param silent whether that is too long
    public record Mailbox(
            String name,
            String activity,
            Optional<Instant> lastSuccess,
            long lagSeconds,
            boolean silent,
            Instant next,
            int failures,
            Optional<String> trouble,
            int left) {}

    /// @param turnedAway connections since the start for which there were too many sessions
    public record Listener(String listen, int sessions, int turnedAway) {}

    /// @param state `up`, or `away` while it takes nothing
    /// @param waiting messages that wait for it
    public record Destination(
            String name, String state, long waiting, long parked, Optional<String> trouble) {}

    /// @param expires when the token ends; empty if there is none
    /// @param secretExpires when the credential behind it ends, if the settings say so
    /// @param trouble what the token endpoint said last, if it refused
    public record Token(
            String tenant,
            String scope,
            Optional<Instant> expires,
            Optional<Instant> secretExpires,
            Optional<String> trouble) {}

    /// @param since when it was raised
    public record Alarm(String subject, String text, Instant since) {}
}
