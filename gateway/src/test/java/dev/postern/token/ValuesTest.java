package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.advice.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final String GUID = "11111111-1111-1111-1111-111111111111";
    private static final Credential SECRET = new Credential.ClientSecret(() -> "hush-hush");

    private static Tenant tenant(String tenantId, String clientId, Credential... credentials) {
        return new Tenant(
                "contoso",
                tenantId,
                clientId,
                List.of(credentials),
                Authority.at("https://login.example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/.default",
                "https://graph.microsoft.com",
                "https://graph.microsoft.com/Mail.Send",
                "https://a/.default https://b/.default",
                "https://a\n/.default",
                "https://ä/.default",
            })
    void scopeOfAnotherFormIsRefused(String value) {
        assertThatThrownBy(() -> new Scope(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://outlook.office365.com/.default, https://outlook.office365.com",
        "https://outlook.office365.com//.default, https://outlook.office365.com/",
    })
    void resourceIsTheScopeWithoutItsEnd(String scope, String resource) {
        assertThat(new Scope(scope).resource()).isEqualTo(resource);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com",
                "https:///x",
                "https://login.example.com/tenant",
                "https://user@login.example.com",
                "https://login.example.com?x",
                "https://login.example.com#x",
            })
    void authorityOfAnotherFormIsRefused(String url) {
        assertThatThrownBy(() -> Authority.at(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://login.example.com", "https://login.example.com:8443/"})
    void tokenEndpointIsBelowTheTenant(String url) {
        assertThat(Authority.at(url).tokenEndpoint("t"))
                .hasPath("/t/oauth2/v2.0/token")
                .hasHost("login.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "common", "organizations", "a/b.c", "..", "x.example.com/../y"})
    void tenantIdOfAnotherFormIsRefused(String id) {
        assertThatThrownBy(() -> tenant(id, GUID, SECRET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contoso");
    }

    @ParameterizedTest
    @ValueSource(strings = {GUID, "example.cz", "contoso.onmicrosoft.com"})
    void tenantIdIsAGuidOrADomain(String id) {
        assertThat(tenant(id, GUID, SECRET).tenantId()).isEqualTo(id);
    }

    @Test
    void clientIdMustBeAGuidUnlessTheMachineIsTheClient() {
        assertThatThrownBy(() -> tenant(GUID, "my app", SECRET))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(tenant("", "", Credential.ManagedIdentity.system()).clientId()).isEmpty();
    }

    @Test
    void tenantWithoutACredentialIsRefused() {
        assertThatThrownBy(() -> tenant(GUID, GUID)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\r\nbreak", "sep\u0001arator", "dél"})
    void tokenThatCouldBreakOutOfItsLineIsRefused(String value) {
        assertThatThrownBy(() -> new AccessToken(value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secretsAreNotShown() {
        Tenant tenant =
                tenant(
                        GUID,
                        GUID,
                        SECRET,
                        new Credential.PemCertificate(
                                Path.of("c.pem"), Path.of("k.pem"), () -> "hush-hush"),
                        new Credential.Pkcs12Certificate(Path.of("c.p12"), () -> "hush-hush"));
        Grant grant =
                new Grant.Granted(
                        new AccessToken("hush-hush"),
                        HandClock.START,
                        HandClock.START,
                        List.of(),
                        Optional.empty());
        assertThat(tenant.toString()).doesNotContain("hush-hush");
        assertThat(grant.toString()).doesNotContain("hush-hush").contains("***");
        assertThat(Redaction.ofForm("client_secret=hush-hush").toString()).isEqualTo("***");
        assertThat(TokenSettings.usual(Map.of("IDENTITY_HEADER", "hush-hush")).toString())
                .doesNotContain("hush-hush");
    }

    @Test
    void refusalIsSummedUpInALine() {
        Refusal refusal =
                new Refusal(
                        "client secret",
                        "invalid_client",
                        7000215,
                        "AADSTS7000215: Invalid client secret provided.",
                        "",
                        "",
                        Cause.SECRET_WRONG,
                        Optional.of(
                                new Clocks(HandClock.START, HandClock.START.minusSeconds(600))));
        assertThat(refusal.summary())
                .isEqualTo(
                        "client secret refused: AADSTS7000215: Invalid client secret provided"
                                + " (this machine's clock is 600 s ahead)");
    }

    @Test
    void backoffNeverLeavesItsBounds() {
        Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));
        Random random = new Random(1);
        for (int failures : new int[] {1, 2, 10, 1000, Integer.MAX_VALUE}) {
            assertThat(backoff.waitAfter(failures, random))
                    .isBetween(Duration.ofMillis(2500), Duration.ofMinutes(5));
        }
    }
}
