package dev.postern.app;

import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.Server;
import dev.postern.config.Cloud;
import dev.postern.config.Collect;
import dev.postern.config.Credential;
import dev.postern.config.HostPort;
import dev.postern.config.Proxy;
import dev.postern.config.Secret;
import dev.postern.config.SecretUnavailableException;
import dev.postern.config.Settings;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import dev.postern.proxy.Profile;
import dev.postern.proxy.Upstream;
import dev.postern.token.Authority;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// Turns settings into what the parts of the gateway want to know.
///
/// Equal settings give the same tenant and the same trust again, so that after a reload whoever
/// compares sees what has really changed. Used by one thread at a time.
final class Wiring {

    private final Map<Named, Tenant> tenants = new HashMap<>();
    private final Map<Anchors, SSLContext> trust = new HashMap<>();

    /// Two tenants of the same settings are two, and one that is renamed is another.
    private record Named(String name, dev.postern.config.Tenant settings) {}

    /// A file of trusted certificates as it is now: one that was changed is another.
    private record Anchors(Optional<Path> file, String stamp) {

        static Anchors now(Optional<Path> file) throws IOException {
            return new Anchors(
                    file,
                    file.isEmpty()
                            ? ""
                            : Files.getLastModifiedTime(file.get()) + " " + Files.size(file.get()));
        }
    }

    /// The mailboxes to collect from, in the order of the settings.
    List<Assignment> assignments(Settings settings) throws IOException {
        List<Assignment> all = new ArrayList<>();
        for (Map.Entry<String, Collect> entry : settings.collect().entrySet()) {
            all.add(assignment(entry.getKey(), entry.getValue(), settings));
        }
        return all;
    }

    private Assignment assignment(String name, Collect collect, Settings settings)
            throws IOException {
        return new Assignment(plan(name, collect), server(collect, settings));
    }

    private static MailboxPlan plan(String name, Collect collect) {
        Collect.Limits limits = collect.limits();
        return new MailboxPlan(
                name,
                collect.mailbox().text(),
                collect.folder(),
                after(collect.after()),
                switch (collect.start()) {
                    case ALL -> MailboxPlan.Start.ALL;
                    case NOW -> MailboxPlan.Start.NOW;
                },
                collect.to(),
                new MailboxPlan.Rhythm(
                        collect.every(),
                        collect.idle(),
                        collect.every().multipliedBy(limits.silentRounds())),
                new MailboxPlan.Bounds(
                        limits.messagesPerVisit(), limits.visitTime(), limits.attempts()));
    }

    private static After after(Collect.After after) {
        return switch (after) {
            case Collect.After.Delete() -> new After.Delete();
            case Collect.After.Seen() -> new After.Seen();
            case Collect.After.Keep() -> new After.Keep();
            case Collect.After.Move(String folder) -> new After.MoveTo(folder);
        };
    }

    private Server server(Collect collect, Settings settings) throws IOException {
        dev.postern.config.Tenant tenant =
                Objects.requireNonNull(
                        settings.tenants().get(collect.tenant()),
                        "checked when the settings were read");
        Cloud cloud = tenant.cloud();
        return switch (collect.protocol()) {
            case IMAP -> server(Server.Protocol.IMAP, cloud.imap(), collect.tenant(), tenant);
            case POP3 -> server(Server.Protocol.POP3, cloud.pop3(), collect.tenant(), tenant);
        };
    }

    private Server server(
            Server.Protocol protocol, HostPort at, String name, dev.postern.config.Tenant tenant)
            throws IOException {
        return new Server(
                protocol,
                endpoint(at, Security.IMPLICIT),
                trust(tenant.cloud().trust()),
                tenant(name, tenant),
                new Scope(tenant.cloud().scope()));
    }

    /// Where the mailboxes are that clients are joined to.
    Profile.Destination mailboxes(Proxy proxy, Settings settings) throws IOException {
        dev.postern.config.Tenant tenant =
                Objects.requireNonNull(
                        settings.tenants().get(proxy.tenant()),
                        "checked when the settings were read");
        Cloud cloud = tenant.cloud();
        Endpoint endpoint =
                switch (proxy.protocol()) {
                    case IMAP -> endpoint(cloud.imap(), Security.IMPLICIT);
                    case POP3 -> endpoint(cloud.pop3(), Security.IMPLICIT);
                    case SMTP -> endpoint(cloud.smtp(), Security.STARTTLS);
                };
        return new Profile.Destination(
                new Upstream(
                        endpoint, trust(cloud.trust()), Upstream.DEADLINES, Names.host(settings)),
                tenant(proxy.tenant(), tenant),
                new Scope(cloud.scope()));
    }

    private static Endpoint endpoint(HostPort at, Security security) {
        return new Endpoint(at.host(), at.port(), security);
    }

    SSLContext trust(Optional<Path> anchors) throws IOException {
        try {
            return trust.computeIfAbsent(Anchors.now(anchors), _ -> Trust.unchecked(anchors));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// All tenants of the settings.
    Set<Tenant> tenants(Settings settings) {
        return settings.tenants().entrySet().stream()
                .map(entry -> tenant(entry.getKey(), entry.getValue()))
                .collect(Collectors.toSet());
    }

    Tenant tenant(String name, dev.postern.config.Tenant tenant) {
        return tenants.computeIfAbsent(
                new Named(name, tenant),
                _ ->
                        new Tenant(
                                name,
                                tenant.tenantId().text(),
                                tenant.clientId().map(UUID::toString).orElse(""),
                                credentials(tenant),
                                new Authority(tenant.cloud().authority(), tenant.cloud().trust())));
    }

    private static List<dev.postern.token.Credential> credentials(
            dev.postern.config.Tenant tenant) {
        return Stream.concat(Stream.of(tenant.credential()), tenant.nextCredential().stream())
                .map(Wiring::credential)
                .toList();
    }

    static dev.postern.token.Credential credential(Credential credential) {
        return switch (credential) {
            case Credential.ClientSecret(Secret secret, _) ->
                    new dev.postern.token.Credential.ClientSecret(revealed(secret));
            case Credential.Certificate(Path certificate, Path key, Optional<Secret> password) ->
                    new dev.postern.token.Credential.PemCertificate(
                            certificate, key, password.map(Wiring::revealed).orElse(() -> ""));
            case Credential.KeyStore(Path store, Secret password) ->
                    new dev.postern.token.Credential.Pkcs12Certificate(store, revealed(password));
            case Credential.Federated(Path file) ->
                    new dev.postern.token.Credential.FederatedTokenFile(file);
            case Credential.Managed(Credential.Identity identity) ->
                    new dev.postern.token.Credential.ManagedIdentity(
                            switch (identity) {
                                case Credential.Identity.SystemAssigned() -> Optional.empty();
                                case Credential.Identity.UserAssigned(var client) ->
                                        Optional.of(client.toString());
                            });
        };
    }

    /// A secret as it is when it is asked for; one in a file that cannot be read is none, which
    /// Entra refuses.
    private static Supplier<String> revealed(Secret secret) {
        return () -> {
            try {
                return secret.reveal();
            } catch (SecretUnavailableException e) {
                throw new UncheckedIOException(new IOException(e.getMessage(), e));
            }
        };
    }
}
