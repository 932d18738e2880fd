package dev.postern.lab.rest;

import dev.postern.lab.directory.App;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.exchange.AccessTokens;
import dev.postern.lab.http.Request;
import java.util.Map;
import java.util.Optional;

/// The token a request shows (RFC 6750 §2.1). Any thread may call.
public record Bearers(AccessTokens tokens) {

    private static final String SCHEME = "Bearer ";

    /// What the token turned out to be; empty if there is none.
    public Optional<AccessTokens.Reading> of(Request request, Resource service) {
        String field = request.header("authorization").orElse("");
        return field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(tokens.read(field.substring(SCHEME.length()).strip(), service))
                : Optional.empty();
    }

    /// What the application that shows it is called in its tenant; empty if it is gone.
    public static Optional<String> app(AccessTokens.Reading.Good bearer) {
        String client = bearer.token().text("appid");
        for (Map.Entry<String, App> app : bearer.tenant().apps().entrySet()) {
            if (app.getValue().clientId().toString().equals(client)) {
                return Optional.of(app.getKey());
            }
        }
        return Optional.empty();
    }
}
