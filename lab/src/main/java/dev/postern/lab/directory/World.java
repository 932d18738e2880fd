package dev.postern.lab.directory;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All the lab knows at one moment.
///
/// @param tenants by a name that matters only in paths and messages
/// @param smartHost a mail server that is none of Microsoft's
public record World(Tokens tokens, Map<String, Tenant> tenants, SmartHost smartHost) {

    public World {
        tenants = Ordered.copy(tenants);
        Set<String> names = new HashSet<>();
        tenants.forEach((key, tenant) ->
                tenant.names()
                        .filter(name -> !names.add(name))
                        .forEach(name -> {
                            throw new IllegalArgumentException(
                                    "tenant "
                                            + key
                                            + ": "
                                            + name
                                            + " already names another tenant");
                        }));
    }

    /// The tenant of this id or with this domain.
    public Optional<Tenant> tenant(String idOrDomain) {
        return tenants.values().stream().filter(tenant -> tenant.isCalled(idOrDomain)).findFirst();
    }
}
