package dev.postern.token;

import java.net.URI;
import java.util.Map;

/// Where this machine gets tokens for its managed identity, as its environment tells.
sealed interface ManagedIdentityEndpoint {

    /// Virtual machines, scale sets, Kubernetes nodes: the Instance Metadata Service.
    record Imds(URI url) implements ManagedIdentityEndpoint {}

    /// App Service, Functions, Container Apps.
    ///
    /// @param header a secret that keeps other programs' requests out
    record AppService(URI url, String header) implements ManagedIdentityEndpoint {

        @Override
        public String toString() {
            return "AppService[" + url + "]";
        }
    }

    /// Machines outside Azure with the Azure Arc agent.
    record Arc(URI url) implements ManagedIdentityEndpoint {}

    /// One that Postern does not speak, or a broken environment.
    record Unsupported(String why) implements ManagedIdentityEndpoint {}

    /// Reads the variables that Azure sets, in the order of precedence of Microsoft's own
    /// libraries. `AZURE_POD_IDENTITY_AUTHORITY_HOST` moves the metadata service, for tests too.
    static ManagedIdentityEndpoint of(Map<String, String> environment) {
        String identity = environment.getOrDefault("IDENTITY_ENDPOINT", "");
        String header = environment.getOrDefault("IDENTITY_HEADER", "");
        try {
            if (!identity.isBlank() && !header.isBlank()) {
                return environment.containsKey("IDENTITY_SERVER_THUMBPRINT")
                        ? new Unsupported("Service Fabric")
                        : new AppService(URI.create(identity), header);
            }
            if (environment.containsKey("MSI_ENDPOINT")) {
                return new Unsupported("Cloud Shell");
            }
            if (!identity.isBlank() && environment.containsKey("IMDS_ENDPOINT")) {
                return new Arc(URI.create(identity));
            }
            String host =
                    environment.getOrDefault(
                            "AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://169.254.169.254");
            return new Imds(URI.create(host).resolve("/metadata/identity/oauth2/token"));
        } catch (IllegalArgumentException _) {
            return new Unsupported("an environment whose endpoint is no URL");
        }
    }
}
