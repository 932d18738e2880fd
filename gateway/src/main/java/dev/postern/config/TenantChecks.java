package dev.postern.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Looks at what is doubtful in the tenants.
///
/// @param bound where the keys are
record TenantChecks(Bound bound) {

    void run(Map<String, Tenant> tenants) {
        tenants.forEach((name, tenant) -> {
            String key = "tenants." + name;
            application(tenant, key);
            credential(tenant.credential(), key + ".credential");
            tenant.nextCredential().ifPresent(next -> credential(next, key + ".next-credential"));
            cloud(tenant.cloud(), key + ".cloud");
        });
    }

    private void application(Tenant tenant, String key) {
        boolean itsOwn = tenant.credential() instanceof Credential.Managed;
        if (!bound.has(key + ".client-id") && !itsOwn) {
            bound.error(
                    key,
                    "`client-id` is missing",
                    "the application (client) ID of the app registration",
                    "only a managed identity does without one");
        }
    }

    private void credential(Credential credential, String key) {
        switch (credential) {
            case Credential.ClientSecret(Secret secret, _) -> secretId(secret, key + ".secret");
            case Credential.Certificate(Path certificate, Path privateKey, _) -> {
                exists(certificate, key + ".certificate");
                exists(privateKey, key + ".key");
                keptFromOthers(privateKey, key + ".key");
            }
            case Credential.KeyStore(Path store, _) -> {
                exists(store, key + ".pkcs12");
                keptFromOthers(store, key + ".pkcs12");
            }
            case Credential.Federated(Path token) -> {
                if (!Files.isReadable(token)) {
                    bound.warn(
                            key + ".federated-token-file",
                            "there is no readable file " + token + " now",
                            "the file that the platform keeps the token in",
                            "");
                }
            }
            case Credential.Managed _ -> {
                // Only the machine's metadata service knows whether it has one.
            }
        }
    }

    private void secretId(Secret secret, String key) {
        if (secret.looksLikeId()) {
            bound.warn(
                    key,
                    "this looks like the ID of a client secret, not like its value",
                    "the value, which Azure shows only once, when the secret is made",
                    "with the ID, Entra answers AADSTS7000215");
        }
    }

    private void cloud(Cloud cloud, String key) {
        cloud.trust().ifPresent(trust -> exists(trust, key + ".trust"));
        URI authority = cloud.authority();
        if ("http".equalsIgnoreCase(authority.getScheme()) && !Loopback.hosts(authority)) {
            bound.error(
                    key + ".authority",
                    "the application's credential would go through the network in clear",
                    "a URL with https:// (http:// will do on this machine alone)",
                    "");
        }
    }

    private void exists(Path file, String key) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            bound.error(key, "there is no readable file " + file, "a file that exists", "");
        }
    }

    private void keptFromOthers(Path file, String key) {
        if (SecretFile.readableByAll(file)) {
            bound.warn(
                    key,
                    "every user of this machine can read the private key in " + file,
                    "a file that only the service's user can read",
                    "chmod 600 " + file);
        }
    }
}
