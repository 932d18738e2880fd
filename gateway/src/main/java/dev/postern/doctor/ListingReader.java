package dev.postern.doctor;

import dev.postern.delivery.Answer.Cause;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.Exchanges;
import dev.postern.delivery.http.JsonError;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.token.AccessToken;
import dev.postern.token.Mark;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/// Asks Microsoft Graph for the credentials of an application, as the application itself. A value;
/// any thread may ask.
///
/// Graph lists them to who has the application permission Application.Read.All, secrets without
/// their values. Few have it, and nothing but a reminder depends on it: a refusal is an answer.
///
/// @param graph its root
/// @param signIn as the application, for Graph
public record ListingReader(URI graph, TokenSignIn signIn, SSLContext tls) {

    /// A check is to be done within five seconds, and a firewall may swallow what goes to Graph.
    public static final Duration QUICK = Duration.ofSeconds(3);

    /// An application has a few credentials; a certificate comes with its two kilobytes.
    private static final int KEPT = 256 * 1024;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");

    /// Asks once.
    ///
    /// @param patience with Graph
    public Listing read(Duration patience) throws InterruptedException {
        try (Exchanges exchanges = new Exchanges(graph, tls, KEPT)) {
            return read(signIn.send(exchanges, this::request, patience).came());
        }
    }

    private HttpRequest request(AccessToken token) {
        String path =
                "/v1.0/applications(appId='%s')?$select=passwordCredentials,keyCredentials"
                        .formatted(signIn.tenant().clientId());
        return HttpRequest.newBuilder(graph.resolve(path))
                .header("Authorization", "Bearer " + token.value())
                .header("Accept", "application/json")
                .header("User-Agent", "Postern")
                .GET()
                .build();
    }

    private static Listing read(Came came) {
        return switch (came) {
            case Came.Nothing(_, Cause cause, _) when cause == Cause.ADMINISTRATOR ->
                    new Listing.Withheld("there is no token for Graph to ask Entra with");
            case Came.Nothing(String words, _, _) ->
                    new Listing.Unheard("Graph was not heard: " + words);
            case Came.Response(int status, _, String body) -> read(status, body);
        };
    }

    static Listing read(int status, String body) {
        return switch (status) {
            case 200 -> listing(JsonError.read(body));
            case UNAUTHORIZED, FORBIDDEN ->
                    new Listing.Withheld(
                            "reading it from Entra needs Graph's application permission Application.Read.All");
            case NOT_FOUND ->
                    new Listing.Withheld("the application is registered in another tenant");
            default -> new Listing.Unheard("Graph answered " + status);
        };
    }

    private static Listing listing(JsonNode application) {
        return application.has("passwordCredentials") || application.has("keyCredentials")
                ? new Listing.Listed(items(application))
                : new Listing.Withheld("Graph's answer could not be read");
    }

    private static List<Listing.Item> items(JsonNode application) {
        List<Listing.Item> items = new ArrayList<>();
        for (JsonNode secret : application.path("passwordCredentials")) {
            String hint = secret.path("hint").asString("");
            Mark mark = hint.isEmpty() ? new Mark.None() : new Mark.Beginning(hint);
            add(items, Listing.Kind.SECRET, mark, secret);
        }
        for (JsonNode key : application.path("keyCredentials")) {
            Mark mark =
                    thumbprint(key.path("customKeyIdentifier").asString(""))
                            .<Mark>map(Mark.Thumbprint::new)
                            .orElseGet(Mark.None::new);
            add(items, Listing.Kind.CERTIFICATE, mark, key);
        }
        return items;
    }

    private static void add(
            List<Listing.Item> items, Listing.Kind kind, Mark mark, JsonNode credential) {
        end(credential.path("endDateTime").asString(""))
                .ifPresent(end -> items.add(new Listing.Item(kind, mark, end)));
    }

    private static Optional<Instant> end(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// Graph shows the twenty octets as forty digits, or in Base64; others have put the digits
    /// themselves in Base64.
    private static Optional<String> thumbprint(String identifier) {
        if (THUMBPRINT.matcher(identifier).matches()) {
            return Optional.of(identifier.toUpperCase(Locale.ROOT));
        }
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(identifier);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        String hex =
                octets.length == 20
                        ? HexFormat.of().formatHex(octets)
                        : new String(octets, StandardCharsets.US_ASCII);
        return THUMBPRINT.matcher(hex).matches()
                ? Optional.of(hex.toUpperCase(Locale.ROOT))
                : Optional.empty();
    }
}
