package dev.postern.app;

import dev.postern.config.Cloud;
import dev.postern.config.Credential;
import dev.postern.config.Settings;
import dev.postern.config.Tenant;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.doctor.Listing;
import dev.postern.doctor.ListingReader;
import dev.postern.token.CachedTokens;
import dev.postern.token.Scope;
import dev.postern.token.TokenSettings;
import dev.postern.token.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What Entra says of the credentials of each tenant's application, asked once a day; an hour later
/// if it was not heard.
///
/// It is a reminder's source and nothing else: who is refused here works all the same, so nothing
/// of it is reported. One thread at a time may call [#renew], any [#of].
final class Listings {

    private static final Duration EVERY = Duration.ofDays(1);

    /// When Graph was not heard.
    private static final Duration AGAIN = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Gateway.Environment world;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    private record Heard(Tenant settings, Instant at, Listing listing) {}

    Listings(Gateway.Environment world) {
        this.world = world;
    }

    /// What was said last.
    Listing of(String tenant) {
        Heard last = heard.get(tenant);
        return last == null ? new Listing.NotAsked() : last.listing();
    }

    /// Asks for those tenants that were last asked for a day ago, or have changed.
    void renew(Settings settings) throws InterruptedException {
        heard.keySet().retainAll(settings.tenants().keySet());
        for (Map.Entry<String, Tenant> entry : settings.tenants().entrySet()) {
            if (isDue(entry.getKey(), entry.getValue())) {
                Listing listing = ask(entry.getKey(), entry.getValue());
                heard.put(
                        entry.getKey(),
                        new Heard(entry.getValue(), world.steady().instant(), listing));
            }
        }
    }

    private boolean isDue(String name, Tenant tenant) {
        Heard last = heard.get(name);
        return last == null
                || !last.settings().equals(tenant)
                || !world.steady()
                        .instant()
                        .isBefore(
                                last.at()
                                        .plus(
                                                last.listing() instanceof Listing.Unheard
                                                        ? AGAIN
                                                        : EVERY));
    }

    private Listing ask(String name, Tenant tenant) throws InterruptedException {
        try (CachedTokens tokens =
                CachedTokens.open(
                        TokenSettings.usual(world.variables()),
                        Quiet.EVENTS,
                        world.clock(),
                        world.random())) {
            Optional<ListingReader> reader = reader(name, tenant, new Wiring(), tokens);
            return reader.isPresent() ? reader.get().read(PATIENCE) : new Listing.NotAsked();
        } catch (IOException e) {
            return new Listing.Withheld(String.valueOf(e.getMessage()));
        }
    }

    /// Asks for one tenant; empty if there is nothing to ask, nobody to ask, or no wish to.
    static Optional<ListingReader> reader(
            String name, Tenant tenant, Wiring wiring, TokenSource tokens) throws IOException {
        Cloud cloud = tenant.cloud();
        Optional<URI> graph = cloud.graph().filter(_ -> tenant.expiryFromGraph() && ends(tenant));
        return graph.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ListingReader(
                                graph.get(),
                                new TokenSignIn(
                                        tokens,
                                        wiring.tenant(name, tenant),
                                        new Scope(cloud.graphScope())),
                                wiring.trust(cloud.trust())));
    }

    /// Whether a credential of it ends some day.
    private static boolean ends(Tenant tenant) {
        return Stream.concat(Stream.of(tenant.credential()), tenant.nextCredential().stream())
                .anyMatch(credential ->
                        switch (credential) {
                            case Credential.ClientSecret _,
                                    Credential.Certificate _,
                                    Credential.KeyStore _ ->
                                    true;
                            case Credential.Federated _, Credential.Managed _ -> false;
                        });
    }
}
