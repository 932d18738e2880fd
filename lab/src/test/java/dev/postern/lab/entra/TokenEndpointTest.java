package dev.postern.lab.entra;

import static dev.postern.lab.RunningLab.APP;
import static dev.postern.lab.RunningLab.CLIENT;
import static dev.postern.lab.RunningLab.SCOPE;
import static dev.postern.lab.RunningLab.TENANT;
import static dev.postern.lab.RunningLab.rightForm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.directory.World;
import dev.postern.lab.jwt.Jwt;
import dev.postern.lab.jwt.PublishedKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenEndpointTest {

    private RunningLab lab;
    private String asItWas;

    @BeforeAll
    void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        asItWas = lab.lab().directory().read("").toString();
    }

    @AfterEach
    void restore() throws Exception {
        lab.lab().directory().put("", asItWas);
        lab.lab().clock().shiftTo(Duration.ZERO);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void rightSecretGetsATokenWithTheClaimsOfTheApplication() throws Exception {
        RunningLab.Reply reply = lab.token(TENANT, rightForm());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(3599);
        Jwt token = Jwt.read(reply.token()).orElseThrow();
        assertThat(token.text("aud")).isEqualTo("https://outlook.office365.com");
        assertThat(token.text("iss")).isEqualTo("https://sts.windows.net/" + TENANT + "/");
        assertThat(token.text("tid")).isEqualTo(TENANT);
        assertThat(token.text("appid")).isEqualTo(CLIENT);
        assertThat(token.text("oid")).isEqualTo("44444444-4444-4444-4444-444444444444");
        assertThat(token.text("sub")).isEqualTo(token.text("oid"));
        assertThat(token.text("appidacr")).isEqualTo("1");
        assertThat(token.text("idtyp")).isEqualTo("app");
        assertThat(token.text("ver")).isEqualTo("1.0");
        assertThat(token.texts("roles")).contains("IMAP.AccessAsApp", "POP.AccessAsApp");
        assertThat(
                        Duration.between(
                                token.time("nbf").orElseThrow(), token.time("exp").orElseThrow()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void tenantMayBeNamedByItsDomain() throws Exception {
        assertThat(lab.token("Example.cz", rightForm()).status()).isEqualTo(200);
    }

    @Test
    void secretMayComeInTheAuthorizationHeader() throws Exception {
        lab.lab().directory().patch(APP + "/credentials/secrets/main", "{value: 'a:b+c%d ~'}");
        Map<String, String> form = rightForm();
        form.remove("client_id");
        form.remove("client_secret");
        String pair = RunningLab.encode(CLIENT) + ":" + RunningLab.encode("a:b+c%d ~");
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        assertThat(
                        lab.send(
                                        lab.post(TENANT, form)
                                                .header("Authorization", "Basic " + basic)
                                                .build())
                                .status())
                .isEqualTo(200);
    }

    @Test
    void endpointOfVersionOneTakesAResource() throws Exception {
        Map<String, String> form = rightForm();
        form.remove("scope");
        form.put("resource", "https://outlook.office365.com/");
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        lab.lab().started().authority()
                                                + "/"
                                                + TENANT
                                                + "/oauth2/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(RunningLab.encode(form)))
                        .build();

        assertThat(Jwt.read(lab.send(request).token()).orElseThrow().text("aud"))
                .isEqualTo("https://outlook.office365.com/");
    }

    @Test
    void withoutConsentTheTokenComesWithoutRoles() throws Exception {
        lab.lab().directory().patch(APP, "{roles: {exchange: null}}");

        RunningLab.Reply reply = lab.token(TENANT, rightForm());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(Jwt.read(reply.token()).orElseThrow().claims().has("roles")).isFalse();
    }

    @Test
    void rolesAreThoseOfTheResourceAlone() throws Exception {
        Map<String, String> form = rightForm();
        form.put("scope", "https://graph.microsoft.com/.default");

        assertThat(Jwt.read(lab.token(TENANT, form).token()).orElseThrow().texts("roles"))
                .containsExactly("Mail.Send", "Application.Read.All");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2000, 5000, 12000})
    void tokenIsPaddedToTheSizeOfTheWorld(int octets) throws Exception {
        lab.lab().directory().patch("/tokens", "{octets: " + octets + "}");

        assertThat(lab.token().length())
                .isBetween(Math.max(octets - 8, 500), Math.max(octets + 8, 1500));
    }

    @Test
    void lifetimeIsThatOfTheWorld() throws Exception {
        lab.lab().directory().patch("/tokens", "{lifetime: 90s}");

        RunningLab.Reply reply = lab.token(TENANT, rightForm());

        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(89);
    }

    @Test
    void errorHasMicrosoftsForm() throws Exception {
        Map<String, String> form = rightForm();
        form.put("client_secret", "wrong");
        String correlation = "aaaa0000-bb11-2222-33cc-444444dddddd";

        RunningLab.Reply reply =
                lab.send(lab.post(TENANT, form).header("client-request-id", correlation).build());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().path("error").asString()).isEqualTo("invalid_client");
        assertThat(reply.json().path("error_description").asString())
                .startsWith("AADSTS7000215: Invalid client secret provided.")
                .endsWith(
                        CLIENT
                                + "'.\r\nTrace ID: "
                                + reply.json().path("trace_id").asString()
                                + "\r\nCorrelation ID: "
                                + correlation
                                + "\r\nTimestamp: "
                                + reply.json().path("timestamp").asString());
        assertThat(reply.json().path("error_codes").toString()).isEqualTo("[7000215]");
        assertThat(reply.json().path("timestamp").asString())
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ");
        assertThat(reply.json().path("error_uri").asString()).endsWith("/error?code=7000215");
    }

    /// A request or a world that is wrong in one thing.
    record Wrong(
            int code,
            int status,
            String error,
            String tenant,
            Map<String, String> form,
            String path,
            String patch) {

        @Override
        public String toString() {
            return code + " " + tenant + form + path + patch;
        }
    }

    static Wrong form(int code, int status, String error, String name, String value) {
        return new Wrong(code, status, error, TENANT, Map.of(name, value), "", "");
    }

    static Wrong world(int code, int status, String error, String path, String patch) {
        return new Wrong(code, status, error, TENANT, Map.of(), path, patch);
    }

    static Wrong tenant(int code, String tenant) {
        return new Wrong(code, 400, "invalid_request", tenant, Map.of(), "", "");
    }

    static Stream<Wrong> wrongs() {
        String app = APP + "/enterprise-app";
        return Stream.of(
                tenant(90002, "99999999-9999-9999-9999-999999999999"),
                tenant(90002, "nobody.example"),
                tenant(900023, "not-a-domain"),
                tenant(9001023, "common"),
                tenant(9001023, "consumers"),
                tenant(50059, "organizations"),
                world(900382, 400, "invalid_request", "/tenants/example", "{cloud: gcc-high}"),
                form(900144, 400, "invalid_request", "grant_type", ""),
                form(900144, 400, "invalid_request", "client_id", ""),
                form(900144, 400, "invalid_request", "scope", ""),
                form(70003, 400, "unsupported_grant_type", "grant_type", "password"),
                form(
                        700016,
                        400,
                        "unauthorized_client",
                        "client_id",
                        "99999999-9999-9999-9999-999999999999"),
                form(7000215, 401, "invalid_client", "client_secret", "wrong"),
                form(
                        7000215,
                        401,
                        "invalid_client",
                        "client_secret",
                        "55555555-5555-5555-5555-555555555555"),
                form(7000216, 401, "invalid_client", "client_secret", ""),
                world(
                        7000222,
                        401,
                        "invalid_client",
                        APP + "/credentials/secrets/main",
                        "{expires: '2026-01-01T00:00:00Z'}"),
                world(7000229, 400, "unauthorized_client", app, "{sign-in: missing}"),
                world(7000112, 400, "unauthorized_client", app, "{sign-in: disabled}"),
                world(53003, 400, "access_denied", app, "{sign-in: conditional-access}"),
                world(700025, 401, "invalid_client", APP, "{kind: public}"),
                form(70011, 400, "invalid_scope", "scope", "openid"),
                form(
                        1002012,
                        400,
                        "invalid_scope",
                        "scope",
                        "https://outlook.office.com/IMAP.AccessAsUser.All"),
                form(1002012, 400, "invalid_scope", "scope", RunningLab.encode(SCOPE)),
                form(
                        700022,
                        400,
                        "invalid_scope",
                        "scope",
                        SCOPE + " https://graph.microsoft.com/.default"),
                form(
                        500011,
                        400,
                        "invalid_resource",
                        "scope",
                        "https://outlook.example.com/.default"),
                world(500011, 400, "invalid_resource", "/tenants/example", "{resources: [graph]}"));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void whatIsWrongIsSaidByNumber(Wrong wrong) throws Exception {
        if (!wrong.path().isEmpty()) {
            lab.lab().directory().patch(wrong.path(), wrong.patch());
        }
        Map<String, String> form = rightForm();
        form.putAll(wrong.form());

        RunningLab.Reply reply = lab.token(wrong.tenant(), form);

        assertThat(reply.code()).isEqualTo(wrong.code());
        assertThat(reply.status()).isEqualTo(wrong.status());
        assertThat(reply.json().path("error").asString()).isEqualTo(wrong.error());
        assertThat(reply.json().path("error_description").asString())
                .startsWith("AADSTS" + wrong.code() + ": ")
                .doesNotContain("%s");
    }

    @Test
    void secretExpiresWhenTheLabsClockSaysSo() throws Exception {
        World world = lab.lab().directory().world();
        assertThat(world.tenants()).isNotEmpty();
        lab.lab()
                .directory()
                .patch(APP + "/credentials/secrets/main", "{expires: '2090-01-01T00:00:00Z'}");
        assertThat(lab.token(TENANT, rightForm()).status()).isEqualTo(200);

        lab.lab().clock().advance(Duration.ofDays(365L * 70));

        assertThat(lab.token(TENANT, rightForm()).code()).isEqualTo(7000222);
    }

    @Test
    void onlyPostIsTaken() throws Exception {
        assertThat(lab.send(HttpRequest.newBuilder(lab.tokenEndpoint(TENANT)).build()).code())
                .isEqualTo(900561);
    }

    @Test
    void bodyMustBeAForm() throws Exception {
        HttpRequest json =
                HttpRequest.newBuilder(lab.tokenEndpoint(TENANT))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();

        assertThat(lab.send(json).code()).isEqualTo(9002313);
    }

    @Test
    void percentSignWithoutDigitsIsMalformed() throws Exception {
        HttpRequest malformed =
                HttpRequest.newBuilder(lab.tokenEndpoint(TENANT))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_secret=100%"))
                        .build();

        assertThat(lab.send(malformed).code()).isEqualTo(9002313);
    }

    @Test
    void keysOfTheTenantVerifyItsTokens() throws Exception {
        String base = lab.lab().started().authority() + "/" + TENANT;
        RunningLab.Reply configuration =
                lab.send(
                        HttpRequest.newBuilder(
                                        URI.create(base + "/v2.0/.well-known/openid-configuration"))
                                .build());
        assertThat(configuration.json().path("token_endpoint").asString())
                .isEqualTo(lab.tokenEndpoint(TENANT).toString());

        RunningLab.Reply keys =
                lab.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                configuration.json().path("jwks_uri").asString()))
                                .build());

        Jwt token = Jwt.read(lab.token()).orElseThrow();
        var key = keys.json().path("keys").path(0);
        assertThat(key.path("kid").asString()).isEqualTo(token.headerText("kid"));
        assertThat(token.signedBy(PublishedKey.read(key))).isTrue();
    }
}
