package dev.postern.app;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes the log: the one place where events become lines.
///
/// ERROR: a person must act now. WARN: somebody should look. INFO: the life of the service, and one
/// line for the final fate of each message. DEBUG: the steps in between. Words of servers and
/// destinations may hold addresses; with privacy on they are masked. Safe for use by many threads.
final class LogListener implements Events {

    private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");

    private final Logger log = LoggerFactory.getLogger("dev.postern");
    private final Privacy privacy;

    LogListener(Privacy privacy) {
        this.privacy = privacy;
    }

    @Override
    public void report(Event event) {
        Level level = level(event);
        if (log.isEnabledForLevel(level)) {
            log.atLevel(level).log(privacy.mask(oneLine(line(event))));
        }
    }

    /// One line an event, whatever a server or a report has in its text.
    private static String oneLine(String text) {
        return LINE_END.matcher(text.strip()).replaceAll(" / ");
    }

    private static Level level(Event event) {
        return switch (event) {
            case Event.AlarmRaised _ -> Level.ERROR;
            case Event.VisitFailed _,
                    Event.Parked _,
                    Event.HandOverUnclear _,
                    Event.SenderNotTold _,
                    Event.Renumbered _,
                    Event.Throttled _,
                    Event.Declined _,
                    Event.SignInRefused _,
                    Event.NotJoined _,
                    Event.LockedOut _,
                    Event.TokenFailed _ ->
                    Level.WARN;
            case Event.FetchFailed failed -> failed.parked() ? Level.WARN : Level.INFO;
            case Event.HandOverDeferred deferred ->
                    deferred.attempt() == 1 ? Level.WARN : Level.INFO;
            case Event.Visited visited ->
                    visited.taken() + visited.failed() > 0 ? Level.INFO : Level.DEBUG;
            case Event.HandedOver _,
                    Event.PassedOn _,
                    Event.Diverted _,
                    Event.Returned _,
                    Event.EndedUntold _,
                    Event.SenderTold _,
                    Event.Proxied _,
                    Event.AlarmCleared _,
                    Event.Service _ ->
                    Level.INFO;
            case Event.Listed _,
                    Event.Accepted _,
                    Event.HandOverPostponed _,
                    Event.Submitted _,
                    Event.SignedIn _,
                    Event.SessionOver _,
                    Event.TokenFetched _ ->
                    Level.DEBUG;
        };
    }

    private static String line(Event event) {
        return switch (event) {
            case Event.Listed(var source, var there, var wanted) ->
                    "mailbox=%s %d there, %d to fetch".formatted(source, there, wanted);
            case Event.Visited(var source, var taken, var left, var failed, var took) ->
                    "mailbox=%s visited: %d taken, %d left, %d failed, %d ms"
                            .formatted(source, taken, left, failed, took.toMillis());
            case Event.VisitFailed(var source, var reason, var attempt, var next) ->
                    "mailbox=%s visit failed (%d in a row), next at %s: %s"
                            .formatted(source, attempt, next, reason);
            case Event.Accepted(var source, var message, var origin, var size) ->
                    "mailbox=%s message=%s accepted, id %s, %d octets"
                            .formatted(source, message, origin, size);
            case Event.FetchFailed(var source, var origin, var reason, var attempt, var parked) ->
                    "mailbox=%s id %s %s after %d attempts: %s"
                            .formatted(
                                    source,
                                    origin,
                                    parked ? "parked" : "not fetched",
                                    attempt,
                                    reason);
            case Event.Renumbered(var source, var from, var to, var matched, var unknown) ->
                    "mailbox=%s the server gave new ids (UIDVALIDITY %d to %d): %d messages recognised, %d not"
                            .formatted(source, from, to, matched, unknown);
            case Event.Throttled(var source, var backoff) ->
                    "mailbox=%s the server asks for %d s of patience"
                            .formatted(source, backoff.toSeconds());
            case Event.AtTheDoor door -> line(door);
            case Event.Fate fate -> line(fate);
            case Event.TokenFetched(var tenant, var scope, var expires) ->
                    "tenant=%s token for %s until %s".formatted(tenant, scope, expires);
            case Event.TokenFailed(var tenant, var scope, var reason, var notBefore) ->
                    "tenant=%s no token for %s, not asked again before %s: %s"
                            .formatted(tenant, scope, notBefore, reason);
            case Event.AlarmRaised(var subject, var text) ->
                    "ALARM %s: %s".formatted(subject, text);
            case Event.AlarmCleared(var subject) -> "alarm over: %s".formatted(subject);
            case Event.Service(var text, var detail) ->
                    detail.map(more -> text + ": " + more).orElse(text);
        };
    }

    private static String line(Event.Fate fate) {
        return switch (fate) {
            case Event.HandedOver(var destination, var message, var attempt, var words) ->
                    "message=%s handed over to %s, attempt %d: %s"
                            .formatted(message, destination, attempt, words);
            case Event.HandOverDeferred(
                            var destination,
                            var message,
                            var attempt,
                            var reason,
                            var next) ->
                    "message=%s not taken by %s, attempt %d, next at %s: %s"
                            .formatted(message, destination, attempt, next, reason);
            case Event.HandOverUnclear(
                            var destination,
                            var message,
                            var attempt,
                            var reason,
                            var next) ->
                    "message=%s sent to %s without an answer, attempt %d, may arrive twice, next at %s: %s"
                            .formatted(message, destination, attempt, next, reason);
            case Event.HandOverPostponed(var destination, var message, var reason, var next) ->
                    "message=%s not tried by %s before %s: %s"
                            .formatted(message, destination, next, reason);
            case Event.PassedOn(var destination, var message, var attempt, var reason) ->
                    "message=%s not by %s, attempt %d, goes on by its next way: %s"
                            .formatted(message, destination, attempt, reason);
            case Event.Diverted(var destination, var messages, var reason) ->
                    "%d messages that waited for %s go on by their next way: %s"
                            .formatted(messages, destination, reason);
            case Event.EndedUntold(var destination, var message, var reason) ->
                    "message=%s ends here, its sender asked not to be told; destination %s: %s"
                            .formatted(message, destination, reason);
            case Event.Returned(var destination, var message, var reason) ->
                    "message=%s goes back to its sender; destination %s: %s"
                            .formatted(message, destination, reason);
            case Event.SenderTold(var message, var notice, var report) ->
                    "message=%s its sender is told that it is %s, by message %s"
                            .formatted(message, notice, report);
            case Event.SenderNotTold(var message, var notice, var reason) ->
                    "message=%s its sender cannot be told that it is %s: %s"
                            .formatted(message, notice, reason);
            case Event.Parked(var destination, var message, var reason) ->
                    "message=%s parked, a person decides (postern queue show %s); destination %s: %s"
                            .formatted(message, message, destination, reason);
        };
    }

    private static String line(Event.AtTheDoor event) {
        return switch (event) {
            case Event.Submitted(
                            var entry,
                            var account,
                            var address,
                            var message,
                            var recipients,
                            var size) ->
                    "listener=%s account=%s from %s message=%s accepted, %d recipients, %d octets"
                            .formatted(entry, account, address, message, recipients, size);
            case Event.Declined(var entry, var account, var address, var words) ->
                    "listener=%s account=%s from %s message not taken: %s"
                            .formatted(entry, account, address, words);
            case Event.SignedIn(var entry, var account, var address, var mechanism) ->
                    "listener=%s account=%s from %s signed in, %s"
                            .formatted(entry, account, address, mechanism);
            case Event.SignInRefused(var entry, var account, var address, var reason) ->
                    "listener=%s account=%s from %s not let in: %s"
                            .formatted(entry, account, address, reason);
            case Event.LockedOut(var subject, var failures, var until) ->
                    "%s locked out until %s after %d failures".formatted(subject, until, failures);
            case Event.NotJoined(var entry, var account, var address, var mailbox, var reason) ->
                    "listener=%s account=%s from %s mailbox=%s not opened: %s"
                            .formatted(entry, account, address, mailbox, reason);
            case Event.Proxied(var entry, var client, var mailbox, var passed, var end) ->
                    "listener=%s account=%s from %s %s mailbox=%s session over, TLS %s and %s, %d octets sent and %d received, %d s: %s"
                            .formatted(
                                    entry,
                                    client.account(),
                                    client.address(),
                                    client.protocol(),
                                    mailbox,
                                    none(client.tls()),
                                    none(passed.serverTls()),
                                    passed.toServer(),
                                    passed.toClient(),
                                    passed.took().toSeconds(),
                                    end);
            case Event.SessionOver(var listener, var client, var taken, var end) ->
                    "listener=%s client=%s session over, %d taken: %s"
                            .formatted(listener, client, taken, end);
        };
    }

    private static String none(String version) {
        return version.isEmpty() ? "none" : version;
    }
}
