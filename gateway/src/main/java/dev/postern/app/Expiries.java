package dev.postern.app;

import dev.postern.config.Credential;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.config.Tenant;
import dev.postern.doctor.Expiry;
import dev.postern.doctor.Listing;
import dev.postern.doctor.OwnCertificate;
import dev.postern.doctor.Validity;
import dev.postern.doctor.Validity.Held;
import dev.postern.token.CertificateExpiry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// When the credentials and certificates of the settings end.
final class Expiries {

    private Expiries() {}

    /// The credentials of a tenant, in the order in which they are tried.
    static List<Held> held(Tenant tenant) {
        return Stream.concat(Stream.of(tenant.credential()), tenant.nextCredential().stream())
                .map(Expiries::held)
                .toList();
    }

    private static Held held(Credential credential) {
        var proof = Wiring.credential(credential);
        return switch (credential) {
            case Credential.ClientSecret(_, Optional<LocalDate> day) ->
                    new Held("client secret", day.map(Expiries::secret), false, proof);
            case Credential.Certificate _, Credential.KeyStore _ ->
                    new Held(
                            "client certificate",
                            CertificateExpiry.of(proof)
                                    .map(end ->
                                            new Expiry(
                                                    "client certificate", Optional.empty(), end)),
                            false,
                            proof);
            case Credential.Federated(var file) ->
                    new Held("federated token in " + file, Optional.empty(), true, proof);
            case Credential.Managed _ ->
                    new Held(
                            "this machine's managed identity, which Azure renews",
                            Optional.empty(),
                            true,
                            proof);
        };
    }

    /// How long the credentials of a tenant are good.
    ///
    /// @param listing what Entra said of them
    static List<Validity> validities(Tenant tenant, Listing listing) {
        return held(tenant).stream().map(held -> Validity.of(held, listing)).toList();
    }

    private static Expiry secret(LocalDate lastDay) {
        return new Expiry(
                "client secret",
                Optional.empty(),
                lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /// Something that ends, and whose it is.
    ///
    /// @param entry as the settings have it: `tenants.szr`
    /// @param clientId of the tenant; empty for a listener's certificate
    record Ending(String entry, Expiry expiry, String clientId) {}

    /// All of them that are known.
    ///
    /// @param listings what Entra said of a tenant's
    static List<Ending> of(Settings settings, Function<String, Listing> listings) {
        List<Ending> all = new ArrayList<>();
        settings.tenants()
                .forEach((name, tenant) ->
                        validities(tenant, listings.apply(name)).stream()
                                .flatMap(validity -> validity.expiry().stream())
                                .forEach(end ->
                                        all.add(
                                                new Ending(
                                                        "tenants." + name,
                                                        end,
                                                        clientId(tenant)))));
        settings.relay().stream()
                .flatMap(relay -> relay.listeners().stream())
                .forEach(listener ->
                        certificate(all, "relay.listeners." + listener.listen(), listener.tls()));
        settings.api().ifPresent(api -> certificate(all, "api", api.tls()));
        return all;
    }

    private static String clientId(Tenant tenant) {
        return tenant.clientId().map(Object::toString).orElse("");
    }

    private static void certificate(List<Ending> all, String entry, Relay.Tls tls) {
        tls.certificate()
                .flatMap(OwnCertificate::expiry)
                .ifPresent(expiry -> all.add(new Ending(entry, expiry, "")));
    }
}
