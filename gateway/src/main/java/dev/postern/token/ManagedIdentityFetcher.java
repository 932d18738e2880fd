package dev.postern.token;

import dev.postern.advice.Cause;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Fetches tokens of the machine's managed identity: one GET on the local network, for the resource
/// and not the scope. Never by a proxy.
final class ManagedIdentityFetcher implements Fetcher {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClients.Route DIRECT = new HttpClients.Route(Optional.empty(), false);
    private static final Pattern CHALLENGE =
            Pattern.compile("Basic realm=\"?([^\"]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final int ARC_KEY_MAX = 4096;

    private final HttpClients http;
    private final ManagedIdentityEndpoint endpoint;
    private final Path arcKeys;

    /// @param arcKeys the only folder in which the Azure Arc agent may show a key
    ManagedIdentityFetcher(HttpClients http, ManagedIdentityEndpoint endpoint, Path arcKeys) {
        this.http = http;
        this.endpoint = endpoint;
        this.arcKeys = arcKeys;
    }

    @Override
    public Fetched fetch(Tenant tenant, Credential credential, Scope scope)
            throws InterruptedException {
        if (!(credential instanceof Credential.ManagedIdentity identity)) {
            throw new IllegalArgumentException("no managed identity: " + credential);
        }
        try {
            return switch (endpoint) {
                case ManagedIdentityEndpoint.Imds(URI url) -> imds(url, identity, scope);
                case ManagedIdentityEndpoint.AppService(URI url, String header) ->
                        appService(url, header, identity, scope);
                case ManagedIdentityEndpoint.Arc(URI url) -> arc(url, identity, scope);
                case ManagedIdentityEndpoint.Unsupported(String why) ->
                        throw new CredentialException(
                                Cause.IDENTITY_UNSUPPORTED,
                                "managed identities of %s are not supported".formatted(why));
            };
        } catch (CredentialException e) {
            return e.denial(credential);
        }
    }

    private Fetched imds(URI url, Credential.ManagedIdentity identity, Scope scope)
            throws InterruptedException, CredentialException {
        HttpRequest request =
                HttpRequest.newBuilder(query(url, "2018-02-01", identity, scope))
                        .header("Metadata", "true")
                        .build();
        return ask(url, request, identity, new Redaction(Set.of()));
    }

    private Fetched appService(
            URI url, String header, Credential.ManagedIdentity identity, Scope scope)
            throws InterruptedException, CredentialException {
        HttpRequest request =
                HttpRequest.newBuilder(query(url, "2019-08-01", identity, scope))
                        .header("X-IDENTITY-HEADER", header)
                        .build();
        return ask(url, request, identity, new Redaction(Set.of(header)));
    }

    private Fetched ask(
            URI url, HttpRequest request, Credential.ManagedIdentity identity, Redaction redaction)
            throws InterruptedException, CredentialException {
        try {
            HttpAnswer answer = http.send(DIRECT, request);
            return new TokenAnswer(url, identity, redaction).readManagedIdentity(answer);
        } catch (IOException e) {
            return noEndpoint(url, e);
        }
    }

    /// The agent proves that we may read its folder before it gives out a token: it answers 401 and
    /// names a file there, whose content is the password of the second try.
    private Fetched arc(URI url, Credential.ManagedIdentity identity, Scope scope)
            throws InterruptedException, CredentialException {
        URI query = query(url, "2020-06-01", identity, scope);
        try {
            HttpRequest first = HttpRequest.newBuilder(query).header("Metadata", "true").build();
            HttpAnswer challenge = http.send(DIRECT, first);
            if (challenge.status() != 401) {
                return arcToken(new TokenAnswer(url, identity, new Redaction(Set.of())), challenge);
            }
            String key = arcKey(challenge);
            HttpRequest second =
                    HttpRequest.newBuilder(query)
                            .header("Metadata", "true")
                            .header("Authorization", "Basic " + key)
                            .build();
            return arcToken(
                    new TokenAnswer(url, identity, new Redaction(Set.of(key))),
                    http.send(DIRECT, second));
        } catch (IOException e) {
            return noEndpoint(url, e);
        }
    }

    private String arcKey(HttpAnswer challenge) throws CredentialException {
        Matcher matcher =
                CHALLENGE.matcher(challenge.headers().firstValue("WWW-Authenticate").orElse(""));
        if (!matcher.matches()) {
            throw new CredentialException(
                    Cause.IDENTITY_UNSUPPORTED, "the Azure Arc agent named no key file");
        }
        Path file = path(matcher.group(1));
        if (!file.startsWith(arcKeys) || !file.toString().endsWith(".key")) {
            throw new CredentialException(
                    Cause.IDENTITY_UNSUPPORTED,
                    "the Azure Arc agent named a key file outside %s".formatted(arcKeys));
        }
        byte[] key = SmallFile.read(file);
        String text = new String(key, StandardCharsets.US_ASCII).strip();
        if (key.length > ARC_KEY_MAX || !AccessToken.isWellFormed(text)) {
            throw CredentialException.unreadable("%s holds no key".formatted(file));
        }
        return text;
    }

    private static Path path(String name) {
        try {
            return Path.of(name).normalize();
        } catch (InvalidPathException _) {
            // No path at all is a path outside the folder.
            return Path.of("/");
        }
    }

    /// Old agents ignore `client_id` and give out the system-assigned identity's token: that would
    /// be another identity than the settings name.
    private static Fetched arcToken(TokenAnswer reader, HttpAnswer answer)
            throws CredentialException {
        Fetched fetched = reader.readManagedIdentity(answer);
        if (fetched instanceof Fetched.Token
                && reader.credential() instanceof Credential.ManagedIdentity identity
                && identity.clientId().isPresent()
                && !identity.clientId().get().equalsIgnoreCase(clientId(answer))) {
            throw new CredentialException(
                    Cause.IDENTITY_UNSUPPORTED,
                    "the Azure Arc agent gave a token of another identity than the one asked for");
        }
        return fetched;
    }

    private static String clientId(HttpAnswer answer) {
        try {
            return JSON.readTree(answer.body()).path("client_id").asString("");
        } catch (JacksonException _) {
            // Cannot be: a token has just been read from it. No id is no proof either.
            return "";
        }
    }

    private static URI query(
            URI url, String version, Credential.ManagedIdentity identity, Scope scope) {
        StringBuilder query =
                new StringBuilder(url.toString())
                        .append(url.getRawQuery() == null ? '?' : '&')
                        .append("api-version=")
                        .append(version)
                        .append("&resource=")
                        .append(encoded(scope.resource()));
        identity.clientId().ifPresent(id -> query.append("&client_id=").append(encoded(id)));
        return URI.create(query.toString());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static Fetched.Trouble noEndpoint(URI url, IOException e) {
        return new Fetched.Trouble(
                "%s; is this an Azure machine with a managed identity?"
                        .formatted(Unreachable.because(url, e).reason()));
    }
}
