package dev.postern.token;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// Fetches tokens from Entra ID by the client credentials grant (RFC 6749 §4.4).
///
/// msal4j writes the request; [Exchange] carries it and reads the answer. An application object
/// lives for one fetch, so msal4j's own cache, which knows neither our clock nor our margins, stays
/// empty.
final class EntraFetcher implements Fetcher {

    private final HttpClients http;
    private final ClientAssertion assertion;

    EntraFetcher(HttpClients http, InstantSource clock, RandomGenerator random) {
        this.http = http;
        this.assertion = new ClientAssertion(clock, random);
    }

    @Override
    public Fetched fetch(Tenant tenant, Credential credential, Scope scope)
            throws InterruptedException {
        IClientCredential proof;
        try {
            proof = proof(tenant, credential);
        } catch (CredentialException e) {
            return e.denial(credential);
        }
        Exchange exchange =
                new Exchange(
                        http, new HttpClients.Route(tenant.authority().trust(), true), credential);
        String failure = acquire(tenant, proof, scope, exchange);
        return exchange.result()
                .orElseGet(
                        () -> new Fetched.Trouble("the request could not be written: " + failure));
    }

    private IClientCredential proof(Tenant tenant, Credential credential)
            throws CredentialException {
        return switch (credential) {
            case Credential.ClientSecret secret ->
                    ClientCredentialFactory.createFromSecret(secret(secret));
            case Credential.PemCertificate pem -> signed(tenant, KeyFiles.read(pem));
            case Credential.Pkcs12Certificate pkcs12 -> signed(tenant, KeyFiles.read(pkcs12));
            case Credential.FederatedTokenFile token ->
                    ClientCredentialFactory.createFromClientAssertion(federated(token));
            case Credential.ManagedIdentity _ ->
                    throw new IllegalArgumentException("a managed identity has no proof");
        };
    }

    private IClientCredential signed(Tenant tenant, KeyFiles.KeyPair pair)
            throws CredentialException {
        URI endpoint = tenant.authority().tokenEndpoint(tenant.tenantId());
        return ClientCredentialFactory.createFromClientAssertion(
                assertion.sign(pair, tenant.clientId(), endpoint));
    }

    private static String secret(Credential.ClientSecret secret) throws CredentialException {
        String value = SecretText.read(secret.secret(), "the client secret");
        if (value.isBlank()) {
            throw CredentialException.unreadable("the client secret is empty");
        }
        return value;
    }

    private static String federated(Credential.FederatedTokenFile token)
            throws CredentialException {
        String value = new String(SmallFile.read(token.file()), StandardCharsets.US_ASCII).strip();
        if (!AccessToken.isWellFormed(value)) {
            throw CredentialException.unreadable("%s holds no token".formatted(token.file()));
        }
        return value;
    }

    /// Returns what kept msal4j from a token, empty if nothing did. The exchange knows better
    /// whenever it was reached.
    private static String acquire(
            Tenant tenant, IClientCredential proof, Scope scope, Exchange exchange)
            throws InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                application(tenant, proof, exchange, executor)
                        .acquireToken(
                                ClientCredentialParameters.builder(Set.of(scope.value()))
                                        .skipCache(true)
                                        .build())
                        .get();
                return "";
            } catch (ExecutionException e) {
                return e.getCause() == null ? "" : e.getCause().getClass().getSimpleName();
            } finally {
                // Only an interrupted wait leaves anything to stop.
                executor.shutdownNow();
            }
        }
    }

    private static ConfidentialClientApplication application(
            Tenant tenant, IClientCredential proof, Exchange exchange, ExecutorService executor) {
        try {
            return ConfidentialClientApplication.builder(tenant.clientId(), proof)
                    .authority(tenant.authority().url().resolve("/" + tenant.tenantId()).toString())
                    .instanceDiscovery(false)
                    .validateAuthority(false)
                    .logPii(false)
                    .disableInternalRetries()
                    .httpClient(exchange)
                    .executorService(executor)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("an authority is a URL", e);
        }
    }
}
