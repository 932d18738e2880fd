package dev.postern.lab;

import dev.postern.lab.jwt.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A lab on free ports and a client that trusts it.
public final class RunningLab implements AutoCloseable {

    public static final String TENANT = "22222222-2222-2222-2222-222222222222";
    public static final String CLIENT = "11111111-1111-1111-1111-111111111111";
    public static final String SECRET = "lab-secret";
    public static final String SCOPE = "https://outlook.office365.com/.default";
    public static final String APP = "/tenants/example/apps/gateway";
    public static final String MAILBOX = "/tenants/example/exchange/mailboxes/razr@example.cz";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Shared by the labs of all tests: two RSA keys for each would be most of a test run's work.
    private static final SigningKeys KEYS = SigningKeys.fresh(new SecureRandom());

    private final Lab lab;
    private final HttpClient client;

    public RunningLab(Path folder) {
        try {
            lab = Lab.start(LabSettings.free(folder), KEYS, _ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = newClient();
    }

    public Lab lab() {
        return lab;
    }

    /// A client without connections and TLS sessions of its past.
    public HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(lab.clientContext())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /// An answer whose body was JSON.
    public record Reply(int status, JsonNode json, HttpResponse<String> response) {

        public int code() {
            return json.path("error_codes").path(0).asInt(0);
        }

        public String token() {
            return json.path("access_token").asString("");
        }
    }

    /// The form of a request that gets a token.
    public static Map<String, String> rightForm() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", CLIENT);
        form.put("client_secret", SECRET);
        form.put("scope", SCOPE);
        return form;
    }

    public URI tokenEndpoint(String tenant) {
        return URI.create(lab.started().authority() + "/" + tenant + "/oauth2/v2.0/token");
    }

    public HttpRequest.Builder post(String tenant, Map<String, String> form) {
        return HttpRequest.newBuilder(tokenEndpoint(tenant))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
    }

    public Reply token(String tenant, Map<String, String> form)
            throws IOException, InterruptedException {
        return send(post(tenant, form).build());
    }

    /// A token for the demo's application.
    public String token() throws IOException, InterruptedException {
        return token(TENANT, rightForm()).token();
    }

    public Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        String body = response.body().isEmpty() ? "{}" : response.body();
        return new Reply(response.statusCode(), JSON.readTree(body), response);
    }

    /// A request to the control endpoint.
    public Reply control(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(lab.started().control() + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
        lab.close();
    }
}
