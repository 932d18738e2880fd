package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.advice.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedIdentityFetcherTest {

    private static final Scope SCOPE = new Scope("https://outlook.office365.com/.default");
    private static final String USER_ASSIGNED = "33333333-3333-3333-3333-333333333333";
    private static final Credential SYSTEM = Credential.ManagedIdentity.system();
    private static final Credential USER =
            new Credential.ManagedIdentity(Optional.of(USER_ASSIGNED));

    @TempDir Path folder;

    private final HandClock clock = new HandClock();
    private final FakeEndpoint metadata = FakeEndpoint.http();
    private final HttpClients http =
            new HttpClients(new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)), clock);

    @AfterEach
    void close() {
        http.close();
        metadata.close();
    }

    private Fetched fetch(Map<String, String> environment, Credential credential)
            throws InterruptedException {
        Tenant tenant =
                new Tenant(
                        "contoso",
                        "",
                        "",
                        List.of(credential),
                        Authority.at("https://login.example.com"));
        return new ManagedIdentityFetcher(http, ManagedIdentityEndpoint.of(environment), keys())
                .fetch(tenant, credential, SCOPE);
    }

    private Path keys() {
        try {
            return Files.createDirectories(folder.resolve("keys"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> imds() {
        return Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", metadata.url().toString());
    }

    private Map<String, String> appService() {
        return Map.of(
                "IDENTITY_ENDPOINT", metadata.url() + "/msi/token", "IDENTITY_HEADER", "hd-secret");
    }

    private Map<String, String> arc() {
        return Map.of(
                "IDENTITY_ENDPOINT",
                metadata.url() + "/metadata/identity/oauth2/token",
                "IMDS_ENDPOINT",
                metadata.url().toString());
    }

    private static String granted(String clientId) {
        return """
        {"access_token":"one","client_id":"%s","expires_in":"86399",
         "expires_on":"%d","resource":"https://outlook.office365.com","token_type":"Bearer"}
        """
                .formatted(clientId, HandClock.START.getEpochSecond() + 3000);
    }

    private static Fetched.Token token(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Token.class);
        return (Fetched.Token) fetched;
    }

    private static Refusal denied(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Denied.class);
        return ((Fetched.Denied) fetched).refusal();
    }

    private static Fetched.Trouble trouble(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Trouble.class);
        return (Fetched.Trouble) fetched;
    }

    private Map<String, String> query(int request) {
        return FakeEndpoint.form(metadata.asked().get(request).uri().getRawQuery());
    }

    @Test
    void metadataServiceIsAskedForTheResource() throws Exception {
        metadata.then(200, granted("x"));
        Fetched.Token token = token(fetch(imds(), SYSTEM));
        FakeEndpoint.Asked asked = metadata.asked().getFirst();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.uri()).hasPath("/metadata/identity/oauth2/token");
        assertThat(asked.header("Metadata")).isEqualTo("true");
        assertThat(asked.header("Upgrade")).isEmpty();
        assertThat(query(0))
                .containsOnly(
                        Map.entry("api-version", "2018-02-01"),
                        Map.entry("resource", "https://outlook.office365.com"));
        assertThat(token.token().value()).isEqualTo("one");
    }

    @Test
    void tokenFromAzuresCacheExpiresByItsDateAndNotByItsFullLife() throws Exception {
        metadata.then(200, granted("x"));
        assertThat(token(fetch(imds(), SYSTEM)).expires())
                .isEqualTo(HandClock.START.plusSeconds(3000));
    }

    @Test
    void userAssignedIdentityIsNamed() throws Exception {
        metadata.then(200, granted(USER_ASSIGNED));
        token(fetch(imds(), USER));
        assertThat(query(0)).containsEntry("client_id", USER_ASSIGNED);
    }

    @Test
    void appServiceIsAskedWithItsHeader() throws Exception {
        metadata.then(200, granted("x"));
        token(fetch(appService(), SYSTEM));
        assertThat(metadata.asked().getFirst().uri()).hasPath("/msi/token");
        assertThat(metadata.asked().getFirst().header("X-IDENTITY-HEADER")).isEqualTo("hd-secret");
        assertThat(query(0)).containsEntry("api-version", "2019-08-01");
    }

    @Test
    void appServiceThatEchoesItsHeaderDoesNotPutItIntoTheRefusal() throws Exception {
        metadata.then(400, "{\"statusCode\":400,\"message\":\"bad header hd-secret\"}");
        assertThat(denied(fetch(appService(), SYSTEM)).toString())
                .contains("bad header ***")
                .doesNotContain("hd-secret");
    }

    @Test
    void arcAgentIsAnsweredWithTheKeyItNames() throws Exception {
        Path key = Files.writeString(keys().resolve("one.key"), "arc-key\n");
        metadata.then(401, "", "WWW-Authenticate: Basic realm=" + key).then(200, granted("x"));
        token(fetch(arc(), SYSTEM));
        assertThat(query(0)).containsEntry("api-version", "2020-06-01");
        assertThat(metadata.asked().get(0).header("Authorization")).isEmpty();
        assertThat(metadata.asked().get(1).header("Authorization")).isEqualTo("Basic arc-key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic realm=OUTSIDE/other.key",
                "Basic realm=KEYS/../outside/other.key",
                "Basic realm=KEYS/one.txt",
                "Basic realm=relative.key",
                "Basic realm=",
                "Bearer",
            })
    void arcAgentCannotMakeUsShowOtherFiles(String challenge) throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("other.key"), "other");
        Files.writeString(keys().resolve("one.txt"), "other");
        String header =
                challenge.replace("KEYS", keys().toString()).replace("OUTSIDE", outside.toString());
        metadata.then(401, "", "WWW-Authenticate: " + header);
        assertThat(denied(fetch(arc(), SYSTEM)).cause()).isEqualTo(Cause.IDENTITY_UNSUPPORTED);
        assertThat(metadata.asked()).hasSize(1);
    }

    @Test
    void missingKeyOfTheArcAgentIsTold() throws Exception {
        metadata.then(401, "", "WWW-Authenticate: Basic realm=" + keys().resolve("gone.key"));
        assertThat(denied(fetch(arc(), SYSTEM)).description())
                .contains("gone.key", "does not exist");
    }

    @Test
    void arcAgentThatGivesAnotherIdentitysTokenIsRefused() throws Exception {
        metadata.then(200, granted("44444444-4444-4444-4444-444444444444"));
        assertThat(denied(fetch(arc(), USER)).description()).contains("another identity");
        metadata.then(200, granted(USER_ASSIGNED));
        token(fetch(arc(), USER));
    }

    @Test
    void missingIdentityIsARefusal() throws Exception {
        metadata.then(
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");
        Refusal refusal = denied(fetch(imds(), USER));
        assertThat(refusal.cause()).isEqualTo(Cause.IDENTITY_NOT_ASSIGNED);
        assertThat(refusal.credential()).contains(USER_ASSIGNED);
        assertThat(refusal.description()).isEqualTo("Identity not found");
    }

    @ParameterizedTest
    @CsvSource({"404", "410", "429", "500", "503"})
    void metadataServiceThatIsNotReadyIsTrouble(int status) throws Exception {
        metadata.then(status, "{\"error\":\"later\"}", "Retry-After: 7");
        assertThat(trouble(fetch(imds(), SYSTEM)).pause()).isEqualTo(Duration.ofSeconds(7));
        assertThat(metadata.asked()).hasSize(1);
    }

    @Test
    void machineOutsideAzureIsToldWhatIsMissing() throws Exception {
        Map<String, String> environment = imds();
        metadata.close();
        assertThat(trouble(fetch(environment, SYSTEM)).reason()).contains("Azure machine");
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTITY_SERVER_THUMBPRINT, Service Fabric",
        "MSI_ENDPOINT, Cloud Shell",
    })
    void unknownKindsOfEndpointAreTold(String variable, String name) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put(variable, "x");
        if (name.equals("Service Fabric")) {
            environment.putAll(appService());
        }
        Refusal refusal = denied(fetch(environment, SYSTEM));
        assertThat(refusal.cause()).isEqualTo(Cause.IDENTITY_UNSUPPORTED);
        assertThat(refusal.description()).contains(name);
    }

    @Test
    void endpointThatIsNoUrlIsTold() throws Exception {
        Map<String, String> environment =
                Map.of("IDENTITY_ENDPOINT", "not a url", "IDENTITY_HEADER", "h");
        assertThat(denied(fetch(environment, SYSTEM)).description()).contains("no URL");
    }

    @Test
    void bareMachineAsksTheWellKnownAddress() {
        assertThat(ManagedIdentityEndpoint.of(Map.of()))
                .isEqualTo(
                        new ManagedIdentityEndpoint.Imds(
                                URI.create(
                                        "http://169.254.169.254/metadata/identity/oauth2/token")));
    }

    @Test
    void headerOfAppServiceIsNotShown() {
        assertThat(ManagedIdentityEndpoint.of(appService()).toString()).doesNotContain("hd-secret");
    }

    @Test
    void otherCredentialsAreNotForTheMachine() {
        assertThatThrownBy(() -> fetch(imds(), new Credential.FederatedTokenFile(folder)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
