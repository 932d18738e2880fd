package dev.postern.delivery.smtp;

import dev.postern.advice.Circumstance;
import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.Login;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.Password;
import dev.postern.protocol.sasl.Plain;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.smtp.Authenticated;
import dev.postern.protocol.smtp.Extensions;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.protocol.smtp.TurnedAwayException;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.UnreachableException;
import dev.postern.token.Claims;
import dev.postern.token.Grant;
import dev.postern.token.Refusal;
import dev.postern.token.TokenRequest;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// Opens sessions: gets the token, connects, secures, signs in. Safe for use by many threads.
final class SessionOpener {

    /// How old a token must be for a refusal to be blamed on it: it may have been issued before a
    /// right was granted. All mailboxes use one, so a young one is not dropped over and over.
    private static final Duration DOUBTED_AFTER = Duration.ofMinutes(10);

    /// What High Volume Email says of a token that has ended, or will soon.
    private static final Set<EnhancedStatus> TOKEN_ENDS =
            Set.of(
                    new EnhancedStatus(5, 5, 127),
                    new EnhancedStatus(5, 7, 142),
                    new EnhancedStatus(5, 7, 143));

    /// Too many at once, at one mailbox: it passes within seconds.
    private static final Duration THROTTLED_PATIENCE = Duration.ofSeconds(5);

    private final SmtpWay way;
    private final TokenSource tokens;
    private final InstantSource clock;

    SessionOpener(SmtpWay way, TokenSource tokens, InstantSource clock) {
        this.way = way;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// @param mailbox who signs in; empty if nobody does
    Opening open(String mailbox) throws InterruptedException {
        return switch (way.signOn()) {
            case SignOn.Nobody() ->
                    open(mailbox, new Means(_ -> Optional.empty(), Optional.empty()), Instant.MAX);
            case SignOn.ByPassword password -> withPassword(mailbox, password);
            case SignOn.ByToken token -> withToken(mailbox, token);
        };
    }

    private Opening withPassword(String mailbox, SignOn.ByPassword by) throws InterruptedException {
        Password password;
        try {
            password = new Password(by.password().reveal());
        } catch (IOException | IllegalArgumentException e) {
            return failed(mailbox, Cause.ADMINISTRATOR, "the password cannot be read: " + of(e));
        }
        return open(
                mailbox,
                new Means(
                        extensions ->
                                Optional.of(
                                        !by.loginOnly() && extensions.mechanisms().contains("PLAIN")
                                                ? new Plain(by.user(), password)
                                                : new Login(by.user(), password)),
                        Optional.empty()),
                Instant.MAX);
    }

    /// A token that the server finds too near its end is replaced once.
    private Opening withToken(String mailbox, SignOn.ByToken by) throws InterruptedException {
        TokenRequest request = TokenRequest.of(by.tenant(), by.scope()).withLife(by.life());
        Opening opening = withToken(mailbox, by, request);
        boolean tooOld =
                opening instanceof Opening.Failed(Answer.NotNow answer)
                        && TOKEN_ENDS.contains(answer.reply().status());
        return tooOld ? withToken(mailbox, by, request) : opening;
    }

    private Opening withToken(String mailbox, SignOn.ByToken by, TokenRequest request)
            throws InterruptedException {
        return switch (tokens.token(request)) {
            case Grant.Granted granted -> {
                Mechanism mechanism =
                        new XOAuth2(mailbox, new AccessToken(granted.token().value()));
                Opening opening =
                        open(
                                mailbox,
                                new Means(
                                        _ -> Optional.of(mechanism),
                                        Optional.of(granted.token().claims())),
                                renewBefore(granted, by.life()));
                dropIfDoubted(opening, granted);
                yield opening;
            }
            case Grant.Refused(var refusals, Instant notBefore) ->
                    noToken(
                            by,
                            Cause.ADMINISTRATOR,
                            refusals.stream()
                                            .map(Refusal::summary)
                                            .collect(Collectors.joining("; "))
                                    + ". "
                                    + refusals.getFirst().cause().remedy(by.tenant().names()),
                            notBefore);
            case Grant.Unavailable(String reason, Instant notBefore) ->
                    noToken(by, Cause.DESTINATION, reason, notBefore);
        };
    }

    private Opening noToken(SignOn.ByToken by, Cause cause, String reason, Instant notBefore) {
        Duration wait = Duration.between(clock.instant(), notBefore);
        String words = "no token for tenant " + by.tenant().name() + ": " + reason;
        return new Opening.Failed(
                new Answer.NotNow(
                        Words.clean(words), cause, wait.isNegative() ? Duration.ZERO : wait));
    }

    private void dropIfDoubted(Opening opening, Grant.Granted granted) {
        if (!(opening instanceof Opening.Failed(Answer.NotNow answer))) {
            return;
        }
        boolean refused = answer.reply().status().category() == 5;
        boolean old = clock.instant().isAfter(granted.fetched().plus(DOUBTED_AFTER));
        if (TOKEN_ENDS.contains(answer.reply().status()) || (refused && old)) {
            tokens.forget(granted.token());
        }
    }

    /// Before the token has too little left; but a short-lived one serves half of its life.
    private static Instant renewBefore(Grant.Granted granted, Duration life) {
        Duration whole = Duration.between(granted.fetched(), granted.expires());
        Instant half = granted.fetched().plus(whole.dividedBy(2));
        Instant early = granted.expires().minus(life);
        return early.isAfter(half) ? early : half;
    }

    /// By what a session is signed in.
    ///
    /// @param mechanism seeing what the server offers; empty if not at all
    /// @param claims what the token says of itself; empty without one
    private record Means(
            Function<Extensions, Optional<Mechanism>> mechanism, Optional<Claims> claims) {}

    private Opening open(String mailbox, Means means, Instant renew) throws InterruptedException {
        try {
            SmtpClient client = connect();
            try {
                Optional<Answer.NotNow> refused = signIn(client, mailbox, means);
                if (refused.isPresent()) {
                    client.quit();
                    return new Opening.Failed(refused.get());
                }
            } catch (IOException | RuntimeException e) {
                client.close();
                throw e;
            }
            Instant old = clock.instant().plus(way.keeping().age());
            return new Opening.Opened(
                    new Session(
                            mailbox, client, means.claims(), renew.isBefore(old) ? renew : old));
        } catch (TurnedAwayException e) {
            return new Opening.Failed(
                    classification(mailbox, means.claims()).turnedAway(e.reply()));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while opening a session with " + way.server());
            }
            return failed(mailbox, Cause.DESTINATION, of(e));
        }
    }

    private SmtpClient connect() throws IOException {
        SmtpServer server = way.server();
        if (server.tls() != SmtpServer.Tls.OPPORTUNISTIC) {
            return connect(server.trust());
        }
        SmtpClient client = connect(AnyCertificate.context());
        try {
            boolean _ = client.secureIfOffered();
            return client;
        } catch (UnreachableException | TurnedAwayException _) {
            // It offered what it cannot do. TLS was a wish (RFC 7435 §3), so go without.
            client.close();
            return connect(AnyCertificate.context());
        }
    }

    private SmtpClient connect(SSLContext trust) throws IOException {
        SmtpServer server = way.server();
        return SmtpClient.connect(
                server.endpoint(), trust, server.greeting(), server.deadlines(), Dialogue.UNHEARD);
    }

    private Optional<Answer.NotNow> signIn(SmtpClient client, String mailbox, Means means)
            throws IOException {
        Optional<Mechanism> mechanism = means.mechanism().apply(client.extensions());
        if (mechanism.isEmpty()) {
            return Optional.empty();
        }
        Authenticated authenticated = client.authenticate(mechanism.get());
        Classification classification = classification(mailbox, means.claims());
        return switch (authenticated.signIn()) {
            case SignIn.Accepted _ -> Optional.empty();
            case SignIn.NotOffered(var offered) ->
                    Optional.of(
                            new Answer.NotNow(
                                    "%s does not let anybody sign in by %s, but by %s"
                                            .formatted(
                                                    way.server(), mechanism.get().name(), offered),
                                    Cause.ADMINISTRATOR));
            case SignIn.Refused(var _, var reasons) ->
                    Optional.of(
                            classification.credentials(
                                    authenticated.reply().orElseThrow(), reasons.orElse("")));
            case SignIn.Throttled(var _, var backOff) ->
                    Optional.of(
                            new Answer.NotNow(
                                    classification.told(authenticated.reply().orElseThrow()),
                                    classification.shared(Cause.DESTINATION),
                                    backOff.orElse(THROTTLED_PATIENCE)));
            case SignIn.Unavailable _ ->
                    Optional.of(unavailable(authenticated.reply().orElseThrow(), classification));
        };
    }

    private static Answer.NotNow unavailable(Reply reply, Classification classification) {
        return new Answer.NotNow(classification.told(reply), Cause.DESTINATION, Duration.ZERO);
    }

    /// How replies in a session of this mailbox are to be understood.
    ///
    /// @param claims what the token says of itself by which it was opened; empty without one
    Classification classification(String mailbox, Optional<Claims> claims) {
        return new Classification(
                way.server().host(),
                switch (way.signOn()) {
                    case SignOn.Nobody() -> Classification.SignedIn.AS_NOBODY;
                    case SignOn on when on.asSender() -> Classification.SignedIn.AS_SENDER;
                    case SignOn.ByPassword _, SignOn.ByToken _ -> Classification.SignedIn.AS_ONE;
                },
                known(mailbox, claims));
    }

    private Evidence known(String mailbox, Optional<Claims> claims) {
        Service service = way.server().service();
        Names names =
                service == Service.ACS_SMTP
                        ? names().withSmtpUsername(mailbox)
                        : names().withMailbox(mailbox);
        Evidence bare = Evidence.of(Stage.ANY, service, "", names);
        if (way.signOn() instanceof SignOn.ByPassword) {
            return bare.with(Circumstance.PASSWORD_USED);
        }
        return claims.map(one -> bare.withToken(one.facts(clock.instant()))).orElse(bare);
    }

    private Names names() {
        return way.signOn() instanceof SignOn.ByToken token ? token.tenant().names() : Names.NONE;
    }

    private Opening failed(String mailbox, Cause cause, String words) {
        String who = mailbox.isEmpty() ? "" : " as " + mailbox;
        return new Opening.Failed(
                new Answer.NotNow(
                        Words.clean("no session with " + way.server() + who + ": " + words),
                        cause));
    }

    private static String of(Exception e) {
        return Words.of(e);
    }
}
