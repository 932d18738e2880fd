package dev.postern.collector;

import dev.postern.protocol.wire.Deadlines;
import dev.postern.token.Grant;
import dev.postern.token.Refusal;
import dev.postern.token.TokenRequest;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// Opens sessions: gets the token, and signs in by the protocol of the assignment. Safe for use by
/// many threads.
final class SessionFactory {

    /// A session is begun only with a token that is good for this long, and renewed when less is
    /// left.
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    /// How old a token must be for a refusal to be blamed on it.
    private static final Duration DOUBTED_AFTER = Duration.ofMinutes(10);

    /// How old it must be to be believed that it has ended, whatever it says itself.
    private static final Duration ENDS_AFTER = Duration.ofMinutes(1);

    /// Added to a visit's time for the connection's own limit: the visit should end first.
    private static final Duration GRACE = Duration.ofMinutes(1);

    /// How long a connection that listens may live: longer than any token.
    private static final Duration LISTENING_MAX = Duration.ofHours(25);

    private final TokenSource tokens;
    private final Surroundings around;
    private final Deadlines usual;

    /// @param usual deadlines of each wait; that of the whole session is set here
    SessionFactory(TokenSource tokens, Surroundings around, Deadlines usual) {
        this.tokens = tokens;
        this.around = around;
        this.usual = usual;
    }

    Sessions sessions(Assignment assignment) {
        return end -> open(assignment, end);
    }

    private Session open(Assignment assignment, Instant end)
            throws IOException, InterruptedException {
        Grant.Granted granted = token(assignment.server());
        Duration visit = Duration.between(around.clock().instant(), end);
        Duration life = assignment.plan().rhythm().idle() ? LISTENING_MAX : visit;
        Deadlines deadlines =
                usual.withVisit((life.isNegative() ? Duration.ZERO : life).plus(GRACE));
        Credentials credentials =
                new Credentials(
                        assignment,
                        granted.token(),
                        renewBefore(granted),
                        () -> dropUnlessFresh(granted, ENDS_AFTER),
                        deadlines,
                        around);
        try {
            return switch (assignment.server().protocol()) {
                case IMAP -> ImapSession.open(credentials);
                case POP3 -> Pop3Session.open(credentials);
            };
        } catch (SessionEndedException e) {
            if (e.why() == SessionEndedException.Cause.REFUSED) {
                // It may have been issued before a right was granted.
                dropUnlessFresh(granted, DOUBTED_AFTER);
            }
            throw e;
        }
    }

    /// All mailboxes of a tenant use one token, so one of them that is refused must not take it
    /// from the others over and over: a token that was fetched just now is hardly the reason.
    private void dropUnlessFresh(Grant.Granted granted, Duration age) {
        if (around.clock().instant().isAfter(granted.fetched().plus(age))) {
            tokens.forget(granted.token());
        }
    }

    private Grant.Granted token(Server server) throws IOException, InterruptedException {
        TokenRequest request =
                TokenRequest.of(server.tenant(), server.scope()).withLife(TOKEN_LIFE);
        return switch (tokens.token(request)) {
            case Grant.Granted granted -> granted;
            case Grant.Refused(var refusals, Instant notBefore) ->
                    throw new SessionEndedException(
                            SessionEndedException.Cause.UNAVAILABLE,
                            "no token for tenant %s: %s. %s"
                                    .formatted(
                                            server.tenant().name(),
                                            refusals.stream()
                                                    .map(Refusal::summary)
                                                    .collect(Collectors.joining("; ")),
                                            refusals.getFirst()
                                                    .cause()
                                                    .remedy(server.tenant().names())),
                            patience(notBefore));
            case Grant.Unavailable(String reason, Instant notBefore) ->
                    throw new SessionEndedException(
                            SessionEndedException.Cause.UNAVAILABLE,
                            "no token for tenant %s: %s".formatted(server.tenant().name(), reason),
                            patience(notBefore));
        };
    }

    private Optional<Duration> patience(Instant notBefore) {
        Duration wait = Duration.between(around.clock().instant(), notBefore);
        return Optional.of(wait).filter(Duration::isPositive);
    }

    /// Short-lived tokens are used for half of their life at least, or nothing would ever be begun;
    /// so is one that should be renewed and cannot be, until its very end.
    private Instant renewBefore(Grant.Granted granted) {
        Instant early = granted.expires().minus(TOKEN_LIFE);
        Instant half =
                granted.fetched()
                        .plus(Duration.between(granted.fetched(), granted.expires()).dividedBy(2));
        Instant usual = early.isAfter(half) ? early : half;
        return usual.isAfter(around.clock().instant()) ? usual : granted.expires();
    }
}
