package dev.postern.lab.directory;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// An organisation: its directory in Entra and its part of Exchange.
///
/// @param domains its verified domains, by which a client may name it instead of by its id
/// @param resources the services it has; a token for another one is refused
/// @param apps applications and managed identities, by name
/// @param acs Azure Communication Services, by the name of the resource
public record Tenant(
        UUID id,
        Set<String> domains,
        Cloud cloud,
        Set<Resource> resources,
        Map<String, App> apps,
        Exchange exchange,
        Map<String, Acs> acs) {

    public Tenant {
        domains = Ordered.copy(domains);
        resources = Ordered.copy(resources);
        apps = Ordered.copy(apps);
        acs = Ordered.copy(acs);
        Set<UUID> clients = new HashSet<>();
        apps.forEach((name, app) -> {
            if (!clients.add(app.clientId())) {
                throw new IllegalArgumentException(
                        "app " + name + ": another app has its client-id");
            }
        });
        for (String grantee : exchange.grantees()) {
            if (!exchange.principals().containsKey(grantee) && !apps.containsKey(grantee)) {
                throw new IllegalArgumentException(
                        "a mailbox grants a right to `"
                                + grantee
                                + "`, which is neither an app nor a principal here");
            }
        }
        Set<String> names = apps.keySet();
        exchange.hveAccounts()
                .forEach((address, account) -> known(names, address, /* named= */ account.apps()));
        acs.forEach((name, resource) -> {
            known(names, name, resource.owners());
            resource.smtpUsernames()
                    .forEach((username, one) -> known(names, username, Set.of(one.app())));
        });
    }

    private static void known(Set<String> apps, String who, Set<String> named) {
        named.stream()
                .filter(app -> !apps.contains(app))
                .forEach(app -> {
                    throw new IllegalArgumentException(
                            who + " names `" + app + "`, which is no app here");
                });
    }

    /// The application with this client id.
    public Optional<App> app(String clientId) {
        return apps.values().stream()
                .filter(app -> app.clientId().toString().equalsIgnoreCase(clientId))
                .findFirst();
    }

    boolean isCalled(String idOrDomain) {
        return names().anyMatch(name -> name.equals(idOrDomain.toLowerCase(Locale.ROOT)));
    }

    Stream<String> names() {
        return Stream.concat(
                Stream.of(id.toString()),
                domains.stream().map(name -> name.toLowerCase(Locale.ROOT)));
    }
}
