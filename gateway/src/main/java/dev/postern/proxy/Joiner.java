package dev.postern.proxy;

import dev.postern.account.Mailboxes.Opening;
import dev.postern.account.Peer;
import dev.postern.advice.Advice;
import dev.postern.advice.Evidence;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.event.Event;
import dev.postern.listen.Turnstile;
import dev.postern.protocol.login.Refusal;
import dev.postern.protocol.login.Refusal.Kind;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.token.Grant;
import dev.postern.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds out whether a client gets its mailbox, and gets it: the account, the caps, the token, the
/// server, in this order and no step before the one before it. One for each listener; safe for use
/// by many threads.
final class Joiner {

    /// A session is begun only with a token that is good for this long.
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    /// How long a client waits for a token; not many wait much longer for anything.
    private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(20);

    /// How old a token must be for a refusal to be blamed on it. All mailboxes of a tenant use one,
    /// so one of them that is refused must not take it from the others over and over.
    private static final Duration DOUBTED_AFTER = Duration.ofMinutes(1);

    private final Profile profile;
    private final Dialect dialect;
    private final ProxyListener.Surroundings around;
    private final Turnstile<String> accounts;

    Joiner(Profile profile, Dialect dialect, ProxyListener.Surroundings around) {
        this.profile = profile;
        this.dialect = dialect;
        this.around = around;
        this.accounts = new Turnstile<>(profile.limits().perAccount());
    }

    Profile profile() {
        return profile;
    }

    Dialect dialect() {
        return dialect;
    }

    /// What came of it.
    sealed interface Outcome {

        /// Here it is; [#close] gives back what was counted.
        ///
        /// @param account whose password it was
        record Open(String account, String mailbox, Joining.Joined joined, Runnable release)
                implements Outcome {}

        /// The client is told this; why, has been reported.
        record Refused(Refusal refusal) implements Outcome {}
    }

    /// Checks the credentials, whose password is wiped, and opens the mailbox.
    Outcome open(Peer peer, Credentials credentials) throws InterruptedException {
        try {
            return switch (around.mailboxes()
                    .open(peer, credentials.user(), credentials.password())) {
                case Opening.Opened(var account, String mailbox) ->
                        enter(peer, account.name(), mailbox);
                case Opening.Wrong _ -> refused(Kind.CREDENTIALS, "User name or password is wrong");
                case Opening.NotAllowed _ ->
                        refused(Kind.NOT_ALLOWED, "This account may not open this mailbox");
                case Opening.LockedOut(Duration patience) ->
                        refused(
                                Kind.LIMIT,
                                "Too many failed sign-ins; try again in %d s"
                                        .formatted(patience.toSeconds()));
            };
        } catch (IOException _) {
            // Whoever keeps the accounts reports why.
            return refused(Kind.UNAVAILABLE, "Nobody can be signed in for the moment");
        } finally {
            Arrays.fill(credentials.password(), (byte) 0);
        }
    }

    private static Outcome refused(Kind kind, String words) {
        return new Outcome.Refused(new Refusal(kind, words));
    }

    /// Somebody who has proven who it is, and does not get the mailbox.
    private final class Applicant {

        private final Peer peer;
        private final String account;
        private final String mailbox;

        Applicant(Peer peer, String account, String mailbox) {
            this.peer = peer;
            this.account = account;
            this.mailbox = mailbox;
        }

        /// @param cause for the log, which says more than the client may know
        Outcome refused(Kind kind, String words, String cause) {
            around.mailboxes().refused(peer, account, words);
            around.events()
                    .report(
                            new Event.NotJoined(
                                    peer.entry(),
                                    account,
                                    peer.address().getHostAddress(),
                                    mailbox,
                                    cause));
            return Joiner.refused(kind, words);
        }

        Outcome refused(Kind kind, String words) {
            return refused(kind, words, words);
        }

        /// What a person must mend.
        ///
        /// @param cause for the log, with what the doctor is asked about behind it
        Outcome broken(String words, String cause) {
            return refused(
                    Kind.BROKEN,
                    words,
                    "%s (`postern check %s` tells more)".formatted(cause, peer.entry()));
        }
    }

    private Outcome enter(Peer peer, String account, String mailbox) throws InterruptedException {
        Applicant applicant = new Applicant(peer, account, mailbox);
        if (!accounts.enter(account)) {
            return applicant.refused(
                    Kind.LIMIT, "This account has too many sessions; end one, or come back later");
        }
        boolean open = false;
        try {
            Outcome outcome = capped(applicant);
            open = outcome instanceof Outcome.Open;
            return outcome;
        } finally {
            if (!open) {
                accounts.leave(account);
            }
        }
    }

    private Outcome capped(Applicant applicant) throws InterruptedException {
        MailboxCaps.Key key = new MailboxCaps.Key(dialect.name(), applicant.mailbox);
        return switch (around.caps().enter(key, profile.limits().mailbox())) {
            case MailboxCaps.Turn.Full(String reason, Duration again) ->
                    applicant.refused(
                            Kind.LIMIT,
                            "Too much at once for this mailbox: %s; try again in %d s"
                                    .formatted(reason, again.toSeconds() + 1));
            case MailboxCaps.Turn.Granted(MailboxCaps.Place place) -> {
                boolean open = false;
                try {
                    Outcome outcome = join(applicant, place);
                    open = outcome instanceof Outcome.Open;
                    yield outcome;
                } finally {
                    if (!open) {
                        place.close();
                    }
                }
            }
        };
    }

    private Outcome join(Applicant applicant, MailboxCaps.Place place) throws InterruptedException {
        Grant grant = token();
        if (!(grant instanceof Grant.Granted granted)) {
            return withoutToken(applicant, grant);
        }
        try {
            Attempt attempt = attempt(applicant, granted);
            if (attempt.joining() instanceof Joining.TokenRefused && isDoubtful(granted)) {
                // It may have been revoked, or issued before a right was granted.
                around.tokens().forget(granted.token());
                if (token() instanceof Grant.Granted another) {
                    attempt = attempt(applicant, another);
                }
            }
            return outcome(applicant, place, attempt);
        } catch (IOException e) {
            return applicant.refused(
                    Kind.UNAVAILABLE,
                    "The mail server cannot be reached for the moment",
                    String.valueOf(e.getMessage()));
        }
    }

    private Grant token() throws InterruptedException {
        return around.tokens()
                .token(
                        TokenRequest.of(
                                        profile.destination().tenant(),
                                        profile.destination().scope())
                                .withLife(TOKEN_LIFE)
                                .withPatience(TOKEN_PATIENCE));
    }

    private Outcome withoutToken(Applicant applicant, Grant grant) {
        return switch (grant) {
            case Grant.Granted _ -> throw new IllegalStateException("there is a token");
            case Grant.Refused(var refusals, Instant _) ->
                    applicant.broken(
                            "Microsoft 365 gives Postern no token; its administrator must act",
                            refusals.stream()
                                    .map(this::told)
                                    .collect(Collectors.joining("; ", "no token: ", "")));
            case Grant.Unavailable(String reason, Instant _) ->
                    applicant.refused(
                            Kind.UNAVAILABLE,
                            "Microsoft 365 cannot sign in anybody for the moment",
                            "no token: " + reason);
        };
    }

    private String told(dev.postern.token.Refusal refusal) {
        return refusal.summary()
                + ". "
                + refusal.cause().remedy(profile.destination().tenant().names());
    }

    private boolean isDoubtful(Grant.Granted granted) {
        return around.clock().instant().isAfter(granted.fetched().plus(DOUBTED_AFTER));
    }

    /// @param joining what came of it
    private record Attempt(Joining joining, dev.postern.token.AccessToken token) {}

    private Attempt attempt(Applicant applicant, Grant.Granted granted) throws IOException {
        return new Attempt(
                dialect.join(
                        profile.destination().server(),
                        applicant.mailbox,
                        new AccessToken(granted.token().value())),
                granted.token());
    }

    /// What a refusal means and what mends it, to be put behind the server's words; empty if that
    /// is not known.
    private String advice(
            Applicant applicant, Stage stage, String words, dev.postern.token.AccessToken token) {
        Service service =
                switch (profile.protocol()) {
                    case IMAP -> Service.IMAP;
                    case POP3 -> Service.POP3;
                    case SMTP -> Service.SMTP;
                };
        Evidence evidence =
                Evidence.of(
                                stage,
                                service,
                                words,
                                profile.destination()
                                        .tenant()
                                        .names()
                                        .withMailbox(applicant.mailbox))
                        .withToken(token.claims().facts(around.clock().instant()));
        return Advice.on(evidence).map(finding -> finding.after(words)).orElse("");
    }

    private Outcome outcome(Applicant applicant, MailboxCaps.Place place, Attempt attempt) {
        return switch (attempt.joining()) {
            case Joining.Joined joined ->
                    new Outcome.Open(
                            applicant.account,
                            applicant.mailbox,
                            joined,
                            () -> {
                                place.close();
                                accounts.leave(applicant.account);
                            });
            case Joining.TokenRefused(String text) ->
                    applicant.broken(
                            "The mail server does not accept Postern; its administrator must act",
                            "the server refuses the token: "
                                    + text
                                    + advice(applicant, Stage.SIGN_IN, text, attempt.token()));
            case Joining.NoAccess(String text) ->
                    applicant.broken(
                            noAccess(applicant.mailbox),
                            "the server does not open the mailbox: "
                                    + text
                                    + advice(applicant, denial(), text, attempt.token()));
            case Joining.Throttled(String text, Optional<Duration> backOff) -> {
                place.backOff(backOff);
                yield applicant.refused(
                        Kind.LIMIT,
                        "The mail server wants this mailbox to be left alone"
                                + backOff.map(time ->
                                                "; try again in %d s"
                                                        .formatted(time.toSeconds() + 1))
                                        .orElse(""),
                        "the server throttles the mailbox: " + text);
            }
            case Joining.Unavailable(String text) ->
                    applicant.refused(
                            Kind.UNAVAILABLE,
                            "The mail server cannot open the mailbox for the moment",
                            "the server is not available: " + text);
            case Joining.Unfit(String text) ->
                    applicant.broken(
                            "The mail server cannot do what Postern needs; its administrator must"
                                    + " act",
                            text);
        };
    }

    private String noAccess(String mailbox) {
        String which = printable(mailbox);
        return switch (profile.protocol()) {
            case IMAP, POP3 ->
                    "Postern has no right on the mailbox %s; its administrator must grant FullAccess"
                            .formatted(which);
            case SMTP ->
                    "The mail server does not let Postern send for %s; its administrator must act"
                            .formatted(which);
        };
    }

    /// By SMTP a mailbox is refused when signing in, by the others when it is opened.
    private Stage denial() {
        return switch (profile.protocol()) {
            case IMAP, POP3 -> Stage.MAILBOX;
            case SMTP -> Stage.SIGN_IN;
        };
    }

    private static String printable(String mailbox) {
        return mailbox.replaceAll("[^!-~]", "?");
    }
}
