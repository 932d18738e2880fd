package dev.postern.delivery.http;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.Words;
import dev.postern.token.AccessToken;
import dev.postern.token.Claims;
import dev.postern.token.Grant;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenRequest;
import dev.postern.token.TokenSource;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Requests of an application that signs in with a token. A token that is not taken is forgotten,
/// and the request is made once more with another. Safe for use by many threads.
public record TokenSignIn(TokenSource tokens, Tenant tenant, Scope scope) {

    private static final int ATTEMPTS = 2;

    /// What came of a request.
    public sealed interface Tried {

        /// It was made.
        ///
        /// @param claims what the token says of itself; empty if none was shown
        record Sent(Came came, Optional<Claims> claims) implements Tried {}

        /// There was no token for it.
        record NoToken(Answer.NotNow answer) implements Tried {}

        /// What came; nothing, if there was no token.
        default Came came() {
            return switch (this) {
                case Sent(Came came, _) -> came;
                case NoToken(Answer.NotNow answer) ->
                        new Came.Nothing(answer.reason(), answer.cause(), false);
            };
        }
    }

    /// Makes a request.
    public Tried send(
            Exchanges exchanges, Function<AccessToken, HttpRequest> request, Duration timeout)
            throws InterruptedException {
        Tried tried = new Tried.NoToken(new Answer.NotNow("no token", Cause.DESTINATION));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            switch (tokens.token(TokenRequest.of(tenant, scope))) {
                case Grant.Refused refused -> {
                    return new Tried.NoToken(refused(refused));
                }
                case Grant.Unavailable unavailable -> {
                    // After a token that was not taken, it is the server's answer that counts.
                    return attempt > 1
                            ? tried
                            : new Tried.NoToken(
                                    new Answer.NotNow(unavailable.reason(), Cause.DESTINATION));
                }
                case Grant.Granted granted -> {
                    Came came = exchanges.send(request.apply(granted.token()), timeout);
                    tried = new Tried.Sent(came, Optional.of(granted.token().claims()));
                    if (!(came instanceof Came.Response(int status, _, _)) || status != 401) {
                        return tried;
                    }
                    tokens.forget(granted.token());
                }
            }
        }
        return tried;
    }

    private Answer.NotNow refused(Grant.Refused refused) {
        return new Answer.NotNow(
                Words.clean(
                        refused.refusal().summary()
                                + " "
                                + refused.refusal().cause().remedy(tenant.names())),
                Cause.ADMINISTRATOR);
    }
}
