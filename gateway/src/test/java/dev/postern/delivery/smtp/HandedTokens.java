package dev.postern.delivery.smtp;

import dev.postern.token.AccessToken;
import dev.postern.token.Authority;
import dev.postern.token.Credential;
import dev.postern.token.Grant;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenRequest;
import dev.postern.token.TokenSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Gives the grants it was given, the last of them for ever.
final class HandedTokens implements TokenSource {

    static final Tenant TENANT =
            new Tenant(
                    "szr",
                    "22222222-2222-2222-2222-222222222222",
                    "11111111-1111-1111-1111-111111111111",
                    List.of(new Credential.ClientSecret(() -> "not used")),
                    new Authority(URI.create("https://login.example"), Optional.empty()));
    static final Scope SCOPE = new Scope("https://outlook.office365.com/.default");

    final Queue<TokenRequest> requests = new ConcurrentLinkedQueue<>();
    final Queue<AccessToken> forgotten = new ConcurrentLinkedQueue<>();
    private final Queue<Grant> grants;

    HandedTokens(Grant... grants) {
        this.grants = new ConcurrentLinkedQueue<>(List.of(grants));
    }

    static Grant granted(String token, Instant fetched, Duration life) {
        return new Grant.Granted(
                new AccessToken(token), fetched, fetched.plus(life), List.of(), Optional.empty());
    }

    @Override
    public Grant token(TokenRequest request) {
        requests.add(request);
        Grant next = grants.size() > 1 ? grants.remove() : grants.peek();
        if (next == null) {
            throw new AssertionError("nobody should ask for a token");
        }
        return next;
    }

    @Override
    public void forget(AccessToken token) {
        forgotten.add(token);
    }
}
