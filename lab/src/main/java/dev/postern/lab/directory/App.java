package dev.postern.lab.directory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// An application or a managed identity.
///
/// @param objectId of the app registration; the one that must *not* be given to
///   `New-ServicePrincipal`
/// @param enterpriseApp its service principal in this tenant
/// @param roles the application permissions an administrator has consented to
public record App(
        UUID clientId,
        UUID objectId,
        EnterpriseApp enterpriseApp,
        Kind kind,
        Credentials credentials,
        Map<Resource, Set<String>> roles) {

    public App {
        Map<Resource, Set<String>> copy = new LinkedHashMap<>();
        roles.forEach((resource, names) -> copy.put(resource, Ordered.copy(names)));
        roles = Ordered.copy(copy);
    }

    /// What the application is to Entra.
    public enum Kind {
        /// It has credentials of its own.
        CONFIDENTIAL,
        /// "Allow public client flows": it must show none.
        PUBLIC,
        /// The identity of the machine the lab plays.
        SYSTEM_ASSIGNED,
        /// An identity that was lent to the machine the lab plays.
        USER_ASSIGNED
    }

    /// The service principal of an application in a tenant.
    ///
    /// @param objectId what `New-ServicePrincipal -ObjectId` wants, and the `oid` of the
    ///   application's tokens
    public record EnterpriseApp(UUID objectId, SignIn signIn) {}

    /// Whether the application may sign in.
    public enum SignIn {
        ENABLED,
        /// An administrator has switched it off.
        DISABLED,
        /// The registration is here, but no service principal was made from it.
        MISSING,
        /// A Conditional Access policy for workload identities keeps it out.
        CONDITIONAL_ACCESS
    }

    /// The roles for one resource, none if nothing was granted.
    public Set<String> roles(Resource resource) {
        return roles.getOrDefault(resource, Set.of());
    }
}
