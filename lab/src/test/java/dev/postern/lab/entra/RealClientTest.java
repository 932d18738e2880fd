package dev.postern.lab.entra;

import static dev.postern.lab.RunningLab.APP;
import static dev.postern.lab.RunningLab.CLIENT;
import static dev.postern.lab.RunningLab.SCOPE;
import static dev.postern.lab.RunningLab.SECRET;
import static dev.postern.lab.RunningLab.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.postern.lab.RunningLab;
import dev.postern.lab.jwt.Jwt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Microsoft's own client library is content with the lab.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientTest {

    private RunningLab lab;

    @BeforeAll
    void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void secretGetsAToken() throws Exception {
        String token = ask(ClientCredentialFactory.createFromSecret(SECRET));

        assertThat(Jwt.read(token).orElseThrow().texts("roles")).contains("IMAP.AccessAsApp");
    }

    @Test
    void certificateGetsAToken() throws Exception {
        Certificates certificate = Certificates.create(Instant.now().plus(Duration.ofDays(30)));
        lab.lab()
                .directory()
                .put(
                        APP + "/credentials/certificates/msal",
                        JsonMapper.builder()
                                .build()
                                .writeValueAsString(Map.of("pem", certificate.pem())));

        String token =
                ask(
                        ClientCredentialFactory.createFromCertificate(
                                certificate.keys().getPrivate(), certificate.certificate()));

        assertThat(Jwt.read(token).orElseThrow().text("appidacr")).isEqualTo("2");
    }

    @Test
    void wordOfAForeignIssuerGetsAToken() throws Exception {
        String assertion =
                lab.lab()
                        .entra()
                        .foreignIssuer()
                        .mint(
                                "system:serviceaccount:mail:gateway",
                                "api://AzureADTokenExchange",
                                Duration.ofHours(1));

        assertThat(ask(ClientCredentialFactory.createFromClientAssertion(assertion))).isNotEmpty();
    }

    @Test
    void refusalReachesTheCallerWithItsNumber() {
        assertThatThrownBy(() -> ask(ClientCredentialFactory.createFromSecret("wrong")))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MsalServiceException.class,
                        e -> {
                            assertThat(e.errorCode()).isEqualTo("invalid_client");
                            assertThat(e.getMessage()).startsWith("AADSTS7000215");
                            assertThat(e.statusCode()).isEqualTo(401);
                        });
    }

    private String ask(IClientCredential credential) throws Exception {
        ConfidentialClientApplication client =
                ConfidentialClientApplication.builder(CLIENT, credential)
                        .authority(lab.lab().started().authority() + "/" + TENANT + "/")
                        .instanceDiscovery(false)
                        .sslSocketFactory(lab.lab().clientContext().getSocketFactory())
                        .build();
        return client.acquireToken(ClientCredentialParameters.builder(Set.of(SCOPE)).build())
                .get()
                .accessToken();
    }
}
