package dev.postern.app;

import dev.postern.config.Cloud;
import dev.postern.config.Collect;
import dev.postern.config.Credential;
import dev.postern.config.Destination.Kind;
import dev.postern.config.HostPort;
import dev.postern.config.Proxy;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.config.Tenant;
import dev.postern.config.Way;
import dev.postern.control.CheckOrder;
import dev.postern.control.UnusableException;
import dev.postern.doctor.CommandPatient;
import dev.postern.doctor.FolderPatient;
import dev.postern.doctor.InletPatient;
import dev.postern.doctor.MailboxPatient;
import dev.postern.doctor.OwnCertificate;
import dev.postern.doctor.Patient;
import dev.postern.doctor.Reach;
import dev.postern.doctor.TenantPatient;
import dev.postern.doctor.WebhookPatient;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes patients for the doctor out of the entries of the settings. Used by one thread.
final class Clinic {

    private final Settings settings;
    private final Parts parts;

    /// What patients are made with.
    ///
    /// @param wiring makes tenants and trust
    /// @param ways makes those that send mail on
    /// @param serviceRuns whether a service runs with these settings
    record Parts(Wiring wiring, WayPatients ways, Gateway.Environment world, boolean serviceRuns) {}

    Clinic(Settings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
    }

    /// Those that are wanted, in the order of the settings.
    ///
    /// @throws UnusableException if the settings have no entry of a wanted name
    List<Patient> patients(CheckOrder order) throws IOException {
        List<Patient> all = all(order.names());
        all.addAll(SenderDomains.patients(settings, order.nameServer()));
        for (String name : order.names()) {
            if (all.stream().noneMatch(patient -> isCalled(patient, name))) {
                throw new UnusableException(
                        "The settings have no entry '%s'; they have %s."
                                .formatted(
                                        name,
                                        all.stream()
                                                .map(Patient::name)
                                                .collect(Collectors.joining(", "))));
            }
        }
        return all.stream()
                .filter(patient ->
                        order.names().isEmpty()
                                || order.names().stream().anyMatch(name -> isCalled(patient, name)))
                .toList();
    }

    /// A proxy's listener is called with all its mailboxes, or a mailbox for itself:
    /// `proxy.127.0.0.1:1143/razr@example.cz`.
    private static boolean isCalled(Patient patient, String name) {
        String path = "." + patient.name();
        return path.endsWith("." + name)
                || path.endsWith("/" + name)
                || path.contains("." + name + "/");
    }

    private List<Patient> all(List<String> names) throws IOException {
        List<Patient> all = new ArrayList<>();
        all.add(
                new FolderPatient(
                        "data",
                        "the store, and files with secrets",
                        settings.data(),
                        settings.queue().reserve().bytes(),
                        SecretFiles.of(settings)));
        for (Map.Entry<String, Tenant> entry : settings.tenants().entrySet()) {
            all.add(tenant(entry.getKey(), entry.getValue()));
        }
        for (Map.Entry<String, Collect> entry : settings.collect().entrySet()) {
            all.add(mailbox(entry.getKey(), entry.getValue()));
        }
        for (var entry : settings.destinations().entrySet()) {
            all.add(destination("destinations." + entry.getKey(), entry.getValue().kind()));
        }
        settings.relay()
                .ifPresent(relay ->
                        relay.listeners().forEach(listener -> all.add(listener(listener))));
        settings.api()
                .ifPresent(api ->
                        all.add(
                                new InletPatient(
                                        "api",
                                        "mail by HTTP at " + api.listen(),
                                        address(api.listen()),
                                        certificate(api.tls()),
                                        Optional.empty(),
                                        parts.serviceRuns())));
        if (!settings.proxy().isEmpty()) {
            ProxyPatients proxies = new ProxyPatients(settings, parts);
            for (Proxy proxy : settings.proxy()) {
                all.addAll(proxies.patients(proxy, inlet(proxy), names));
            }
        }
        return all;
    }

    private InletPatient inlet(Proxy proxy) {
        return new InletPatient(
                "proxy." + proxy.listen(),
                "old clients by %s at %s".formatted(proxy.protocol(), proxy.listen()),
                address(proxy.listen()),
                certificate(proxy.tls()),
                Optional.empty(),
                parts.serviceRuns());
    }

    private Patient tenant(String name, Tenant tenant) throws IOException {
        boolean managed = tenant.credential() instanceof Credential.Managed;
        Optional<Reach> reach =
                managed
                        ? Optional.empty()
                        : Optional.of(reach(tenant.cloud().authority(), tenant.cloud().trust()));
        return new TenantPatient(
                "tenants." + name,
                "application %s at %s"
                        .formatted(
                                tenant.clientId().map(Object::toString).orElse("of this machine"),
                                tenant.tenantId().text()),
                reach,
                new TenantPatient.Keys(
                        tenant.clientId().map(Object::toString).orElse(""),
                        Expiries.held(tenant),
                        parts.ways().inquiry(name)),
                parts.world().clock());
    }

    private Patient mailbox(String name, Collect collect) throws IOException {
        Tenant tenant = parts.ways().tenant(collect.tenant());
        Cloud cloud = tenant.cloud();
        HostPort at =
                switch (collect.protocol()) {
                    case IMAP -> cloud.imap();
                    case POP3 -> cloud.pop3();
                };
        return new MailboxPatient(
                "collect." + name,
                switch (collect.protocol()) {
                    case IMAP -> MailboxPatient.Protocol.IMAP;
                    case POP3 -> MailboxPatient.Protocol.POP3;
                },
                collect.mailbox().text(),
                collect.folder(),
                new Reach(
                        new Endpoint(at.host(), at.port(), Security.IMPLICIT),
                        parts.wiring().trust(cloud.trust()),
                        parts.world().clock()),
                parts.ways().application(collect.tenant(), cloud.scope()));
    }

    private Patient destination(String name, Kind kind) throws IOException {
        return switch (kind) {
            case Kind.Folder(Path path) ->
                    new FolderPatient(name, "folder " + path, path, 0, List.of());
            case Kind.Maildir(Path path) ->
                    new FolderPatient(name, "Maildir " + path, path, 0, List.of());
            case Kind.Webhook webhook ->
                    new WebhookPatient(name, reach(webhook.url(), webhook.trust()));
            case Kind.Command(List<String> line, _) ->
                    new CommandPatient(name, Path.of(line.getFirst()));
            case Way way -> parts.ways().patient(name, way);
        };
    }

    private Reach reach(URI url, Optional<Path> trust) throws IOException {
        return parts.ways().reach(url, trust);
    }

    private Patient listener(Relay.Listener listener) {
        Security security =
                switch (listener.tls().mode()) {
                    case NONE -> Security.NONE;
                    case STARTTLS -> Security.STARTTLS;
                    case IMPLICIT -> Security.IMPLICIT;
                };
        boolean admitted = listener.openRelay() || !listener.trusted().isEmpty();
        return new InletPatient(
                "relay.listeners." + listener.listen(),
                "mail by SMTP at " + listener.listen(),
                address(listener.listen()),
                certificate(listener.tls()),
                Optional.of(new InletPatient.Stranger(security, admitted)),
                parts.serviceRuns());
    }

    private Optional<OwnCertificate> certificate(Relay.Tls tls) {
        return tls.certificate()
                .map(file -> new OwnCertificate(file, Names.host(settings), parts.world().clock()));
    }

    private static InetSocketAddress address(HostPort at) {
        return new InetSocketAddress(at.host(), at.port());
    }
}
