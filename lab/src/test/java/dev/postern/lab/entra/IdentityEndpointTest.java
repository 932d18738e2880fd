package dev.postern.lab.entra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.jwt.Jwt;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityEndpointTest {

    private static final String IMDS =
            "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=";
    private static final String EXCHANGE = "https%3A%2F%2Foutlook.office365.com";
    private static final String MACHINE = "66666666-6666-6666-6666-666666666666";

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
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void machineGetsATokenWithNumbersAsText() throws Exception {
        RunningLab.Reply reply = ask(IMDS + EXCHANGE, "Metadata", "true");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("expires_in").isString()).isTrue();
        assertThat(reply.json().path("expires_in").asString()).isEqualTo("86399");
        assertThat(reply.json().path("expires_on").asString()).matches("\\d{10}");
        assertThat(reply.json().path("resource").asString())
                .isEqualTo("https://outlook.office365.com");
        assertThat(reply.json().path("client_id").asString()).isEqualTo(MACHINE);
        assertThat(Jwt.read(reply.token()).orElseThrow().text("appid")).isEqualTo(MACHINE);
    }

    @Test
    void withoutTheMetadataHeaderNothingIsGiven() throws Exception {
        assertThat(ask(IMDS + EXCHANGE, "Accept", "*/*").status()).isEqualTo(400);
    }

    @Test
    void requestMustNotHaveBeenForwarded() throws Exception {
        assertThat(
                        lab.send(
                                        HttpRequest.newBuilder(uri(IMDS + EXCHANGE))
                                                .header("Metadata", "true")
                                                .header("X-Forwarded-For", "192.0.2.1")
                                                .build())
                                .status())
                .isEqualTo(400);
    }

    @Test
    void versionAndResourceAreRequired() throws Exception {
        assertThat(
                        ask(
                                        "/metadata/identity/oauth2/token?resource=" + EXCHANGE,
                                        "Metadata",
                                        "true")
                                .status())
                .isEqualTo(400);
        assertThat(ask(IMDS, "Metadata", "true").status()).isEqualTo(400);
    }

    @Test
    void scopeInPlaceOfTheResourceIsNotFound() throws Exception {
        RunningLab.Reply reply = ask(IMDS + EXCHANGE + "%2F.default", "Metadata", "true");

        assertThat(reply.json().path("error").asString()).isEqualTo("invalid_resource");
    }

    @Test
    void identityThatIsNotTheMachinesIsNotFound() throws Exception {
        RunningLab.Reply reply =
                ask(IMDS + EXCHANGE + "&client_id=" + RunningLab.CLIENT, "Metadata", "true");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error_description").asString())
                .isEqualTo("Identity not found");
    }

    @Test
    void amongSeveralLentIdentitiesOneMustBeNamed() throws Exception {
        String apps = "/tenants/example/apps";
        lab.lab()
                .directory()
                .patch(
                        apps,
                        "{machine: {kind: user-assigned}, other: {kind: user-assigned, client-id: 88888888-8888-8888-8888-888888888888}}");

        assertThat(
                        ask(IMDS + EXCHANGE, "Metadata", "true")
                                .json()
                                .path("error_description")
                                .asString())
                .startsWith("Multiple user assigned identities exist");
        assertThat(ask(IMDS + EXCHANGE + "&client_id=" + MACHINE, "Metadata", "true").status())
                .isEqualTo(200);
    }

    @Test
    void appServiceWantsItsOwnHeader() throws Exception {
        String path = "/msi/token?api-version=2019-08-01&resource=" + EXCHANGE;

        RunningLab.Reply reply = ask(path, "X-IDENTITY-HEADER", IdentityEndpoint.IDENTITY_HEADER);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("expires_on").isString()).isTrue();
        assertThat(reply.json().has("expires_in")).isFalse();
        assertThat(ask(path, "X-IDENTITY-HEADER", "wrong").status()).isEqualTo(401);
        assertThat(
                        ask(
                                        path.replace("2019-08-01", "2017-09-01"),
                                        "X-IDENTITY-HEADER",
                                        IdentityEndpoint.IDENTITY_HEADER)
                                .status())
                .isEqualTo(400);
    }

    private RunningLab.Reply ask(String path, String header, String value) throws Exception {
        return lab.send(HttpRequest.newBuilder(uri(path)).header(header, value).build());
    }

    private URI uri(String path) {
        return URI.create(lab.lab().started().identity() + path);
    }
}
