package dev.postern.lab.entra;

import static dev.postern.lab.RunningLab.APP;
import static dev.postern.lab.RunningLab.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.jwt.Jwt;
import dev.postern.lab.jwt.PublishedKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FederationTest {

    private static final String SUBJECT = "system:serviceaccount:mail:gateway";
    private static final String AUDIENCE = "api://AzureADTokenExchange";
    private static final Duration HOUR = Duration.ofHours(1);

    private RunningLab lab;
    private ForeignIssuer issuer;

    @BeforeAll
    void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        issuer = lab.lab().entra().foreignIssuer();
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void wordOfTheForeignIssuerGetsAToken() throws Exception {
        RunningLab.Reply reply = ask(issuer.mint(SUBJECT, AUDIENCE, HOUR));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(Jwt.read(reply.token()).orElseThrow().text("appidacr")).isEqualTo("2");
    }

    @Test
    void otherSubjectIsSaidByNumber() throws Exception {
        assertThat(ask(issuer.mint("system:serviceaccount:mail:other", AUDIENCE, HOUR)).code())
                .isEqualTo(700213);
    }

    @Test
    void otherAudienceIsSaidByNumber() throws Exception {
        assertThat(ask(issuer.mint(SUBJECT, "api://other", HOUR)).code()).isEqualTo(700212);
    }

    @Test
    void otherIssuerIsSaidByNumber() throws Exception {
        assertThat(ask(issuer.mint("https://oidc.example.com", SUBJECT, AUDIENCE, HOUR)).code())
                .isEqualTo(700211);
    }

    @Test
    void applicationWithoutFederatedCredentialSaysSo() throws Exception {
        lab.lab().directory().patch(APP + "/credentials", "{federated: {workload: null}}");
        try {
            assertThat(ask(issuer.mint(SUBJECT, AUDIENCE, HOUR)).code()).isEqualTo(70021);
        } finally {
            lab.lab()
                    .directory()
                    .patch(
                            APP + "/credentials/federated",
                            "{workload: {issuer: lab, subject: '%s', audience: '%s'}}"
                                    .formatted(SUBJECT, AUDIENCE));
        }
    }

    @Test
    void tokenPastItsTimeIsSaidByNumber() throws Exception {
        assertThat(ask(issuer.mint(SUBJECT, AUDIENCE, Duration.ofMinutes(-10))).code())
                .isEqualTo(700024);
    }

    @Test
    void signatureOfSomebodyElseIsRefused() throws Exception {
        String right = issuer.mint(SUBJECT, AUDIENCE, HOUR);
        String later = issuer.mint(SUBJECT, AUDIENCE, HOUR.plusSeconds(1));
        String mixed =
                right.substring(0, right.lastIndexOf('.'))
                        + later.substring(later.lastIndexOf('.'));

        RunningLab.Reply reply = ask(mixed);

        assertThat(reply.code()).isEqualTo(50013);
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void issuerPublishesTheKeyOfItsTokens() throws Exception {
        RunningLab.Reply configuration =
                lab.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                issuer.name()
                                                        + "/.well-known/openid-configuration"))
                                .build());
        assertThat(configuration.json().path("issuer").asString()).isEqualTo(issuer.name());
        RunningLab.Reply keys =
                lab.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                configuration.json().path("jwks_uri").asString()))
                                .build());

        Jwt token = Jwt.read(issuer.mint(SUBJECT, AUDIENCE, HOUR)).orElseThrow();

        assertThat(token.signedBy(PublishedKey.read(keys.json().path("keys").path(0)))).isTrue();
    }

    private RunningLab.Reply ask(String assertion) throws Exception {
        Map<String, String> form = RunningLab.rightForm();
        form.remove("client_secret");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return lab.token(TENANT, form);
    }
}
