package dev.postern.token;

import dev.postern.advice.Names;
import java.util.List;
import java.util.regex.Pattern;

/// A tenant and the application that Postern is in it.
///
/// @param name as the settings have it; events and messages use it
/// @param tenantId the directory's GUID or one of its verified domains
/// @param clientId the application's GUID; may be empty if all credentials are managed identities
/// @param credentials at least one; tried in order when one is refused as such, so that a new one
///   can stand beside the old while it is rolled over
public record Tenant(
        String name,
        String tenantId,
        String clientId,
        List<Credential> credentials,
        Authority authority) {

    private static final Pattern GUID =
            Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)+");
    private static final int CREDENTIALS_MAX = 8;

    public Tenant {
        credentials = List.copyOf(credentials);
        if (credentials.isEmpty() || credentials.size() > CREDENTIALS_MAX) {
            throw new IllegalArgumentException(
                    "tenant %s needs 1 to %d credentials, not %d"
                            .formatted(name, CREDENTIALS_MAX, credentials.size()));
        }
        boolean needsApplication =
                credentials.stream().anyMatch(c -> !(c instanceof Credential.ManagedIdentity));
        if (needsApplication && !GUID.matcher(clientId).matches()) {
            throw new IllegalArgumentException(
                    "client id \"%s\" of tenant %s is no GUID: copy the Application (client) ID of the app registration"
                            .formatted(Words.tame(clientId, 64), name));
        }
        if (needsApplication
                && !GUID.matcher(tenantId).matches()
                && !DOMAIN.matcher(tenantId).matches()) {
            throw new IllegalArgumentException(
                    "tenant id \"%s\" of tenant %s is neither a GUID nor a domain: copy the Directory (tenant) ID"
                            .formatted(Words.tame(tenantId, 64), name));
        }
    }

    /// The ids, for commands that mend something.
    public Names names() {
        return Names.of(tenantId, clientId);
    }
}
