package dev.postern.token;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The wire under msal4j for one fetch: sends its request, reads the answer, and keeps the result.
///
/// msal4j is shown nothing but a well-formed token. Any other answer ends its attempt with an
/// exception of ours: msal4j puts whole bodies into its messages and its log, and tries again by
/// its own clock. Confined to one fetch; msal4j's thread writes, the fetching thread reads after it
/// has ended.
final class Exchange implements IHttpClient {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String REQUEST_ID = "client-request-id";

    private final HttpClients http;
    private final HttpClients.Route route;
    private final Credential credential;
    private Optional<Fetched> result = Optional.empty();

    Exchange(HttpClients http, HttpClients.Route route, Credential credential) {
        this.http = http;
        this.route = route;
        this.credential = credential;
    }

    /// What came back; empty if nothing was sent.
    Optional<Fetched> result() {
        return result;
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException, InterruptedException {
        Fetched fetched = fetch(request);
        result = Optional.of(fetched);
        if (!(fetched instanceof Fetched.Token token)) {
            throw new IOException("no token; the result is kept beside");
        }
        return new Success(body(token), Map.of(REQUEST_ID, List.of(requestId(request))));
    }

    private Fetched fetch(HttpRequest request) throws InterruptedException {
        URI endpoint = URI.create(request.url().toString());
        try {
            HttpAnswer answer = http.send(route, plain(endpoint, request));
            return new TokenAnswer(endpoint, credential, Redaction.ofForm(request.body()))
                    .read(answer);
        } catch (CredentialException e) {
            return new Fetched.Trouble("trusted certificates: " + e.getMessage());
        } catch (IOException e) {
            return Unreachable.because(endpoint, e);
        }
    }

    private static java.net.http.HttpRequest plain(URI endpoint, HttpRequest request) {
        java.net.http.HttpRequest.Builder builder =
                java.net.http.HttpRequest.newBuilder(endpoint)
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        return builder.build();
    }

    private static String requestId(HttpRequest request) {
        String id = request.headerValue(REQUEST_ID);
        return id == null ? "" : id;
    }

    private static String body(Fetched.Token token) {
        return JSON.createObjectNode()
                .put("token_type", "Bearer")
                .put("access_token", token.token().value())
                .put("expires_in", 3600)
                .toString();
    }

    private record Success(String body, Map<String, List<String>> headers)
            implements IHttpResponse {

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
