package dev.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.RunningLab;
import dev.postern.lab.rest.RestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationsTest {

    private static final String OURS =
            "/v1.0/applications(appId='11111111-1111-1111-1111-111111111111')";

    private RunningLab lab;
    private String asItWas;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        lab = new RunningLab(folder);
        lab.lab().directory().patch(RunningLab.APP + "/roles", "{graph: [Application.Read.All]}");
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

    private RunningLab.Reply get(String path) throws Exception {
        return lab.send(RestClient.graph(lab, path, new byte[0]).GET().build());
    }

    private static String code(RunningLab.Reply reply) {
        return reply.json().path("error").path("code").asString();
    }

    @Test
    void secretIsShownByItsBeginningAndItsEndAndNeverItself() throws Exception {
        RunningLab.Reply reply = get(OURS + "?$select=passwordCredentials,keyCredentials");

        assertThat(reply.status()).isEqualTo(200);
        JsonNode secret = reply.json().path("passwordCredentials").get(0);
        assertThat(secret.path("hint").asString()).isEqualTo("lab");
        assertThat(secret.path("keyId").asString())
                .isEqualTo("55555555-5555-5555-5555-555555555555");
        assertThat(secret.path("endDateTime").asString()).isEqualTo("2099-12-31T23:59:59Z");
        assertThat(secret.path("secretText").isNull()).isTrue();
        assertThat(reply.json().has("appId")).isFalse();
        assertThat(reply.json().toString()).doesNotContain("lab-secret");
    }

    @Test
    void withoutTheRoleItIsForbidden() throws Exception {
        lab.lab().directory().patch(RunningLab.APP + "/roles", "{graph: [Mail.Send]}");

        RunningLab.Reply reply = get(OURS);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(code(reply)).isEqualTo("Authorization_RequestDenied");
    }

    @Test
    void applicationOfAnotherTenantIsNotHere() throws Exception {
        RunningLab.Reply reply =
                get("/v1.0/applications(appId='99999999-9999-9999-9999-999999999999')");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(code(reply)).isEqualTo("Request_ResourceNotFound");
    }

    @Test
    void registrationCannotBeChangedHere() throws Exception {
        assertThat(lab.send(RestClient.graph(lab, OURS, new byte[0]).build()).status())
                .isEqualTo(405);
    }
}
