package dev.postern.token;

/// Sends each credential to the fetcher that can use it.
///
/// @param entra for secrets, certificates and federated tokens
/// @param machine for managed identities
/// @param http what both use; closed with this
record FetcherByCredential(Fetcher entra, Fetcher machine, HttpClients http) implements Fetcher {

    @Override
    public Fetched fetch(Tenant tenant, Credential credential, Scope scope)
            throws InterruptedException {
        return switch (credential) {
            case Credential.ClientSecret _,
                    Credential.PemCertificate _,
                    Credential.Pkcs12Certificate _,
                    Credential.FederatedTokenFile _ ->
                    entra.fetch(tenant, credential, scope);
            case Credential.ManagedIdentity _ -> machine.fetch(tenant, credential, scope);
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
