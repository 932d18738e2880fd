package dev.postern.app;

import dev.postern.config.Cloud;
import dev.postern.config.Destination;
import dev.postern.config.EmailAddress;
import dev.postern.config.HostPort;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.config.Way;
import dev.postern.control.UnusableException;
import dev.postern.doctor.DomainPatient;
import dev.postern.doctor.DomainPatient.Sender;
import dev.postern.doctor.NameServer;
import dev.postern.doctor.Patient;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The domains that mail is sent from by Microsoft's services, as far as the settings tell. Those
/// of a cloud of one's own, such as the lab, are left out: DNS knows nothing of them.
final class SenderDomains {

    private final Settings settings;
    private final Map<String, Set<Sender>> senders = new TreeMap<>();

    private SenderDomains(Settings settings) {
        this.settings = settings;
    }

    /// @param server to ask; the one of this machine if empty
    static List<Patient> patients(Settings settings, Optional<String> server)
            throws UnusableException {
        SenderDomains domains = new SenderDomains(settings);
        settings.destinations().forEach(domains::add);
        NameServer names = nameServer(server);
        return domains.senders.entrySet().stream()
                .<Patient>map(one -> new DomainPatient(one.getKey(), one.getValue(), names))
                .toList();
    }

    private static NameServer nameServer(Optional<String> server) throws UnusableException {
        if (server.isEmpty()) {
            return NameServer.ofThisMachine();
        }
        try {
            HostPort at =
                    server.get().matches(".*:\\d+")
                            ? HostPort.parse(server.get())
                            : new HostPort(server.get(), NameServer.PORT);
            return NameServer.at(new InetSocketAddress(at.host(), at.port()));
        } catch (IllegalArgumentException _) {
            throw new UnusableException(
                    "'%s' is no DNS server: write host or host:port.".formatted(server.get()));
        }
    }

    private void add(String name, Destination destination) {
        switch (destination.kind()) {
            case Way.Exchange exchange ->
                    add(name, exchange.tenant(), exchange.mailbox(), Sender.EXCHANGE);
            case Way.Graph graph -> add(name, graph.tenant(), graph.mailbox(), Sender.EXCHANGE);
            case Way.Hve _, Way.SmartHost _ -> {
                // Internal recipients only, and somebody else's server.
            }
            case Way.AcsSmtp acs -> add(name, acs.tenant(), acs.mailFrom(), Sender.COMMUNICATION);
            case Way.Acs acs ->
                    add(name, acs.tenant().orElse(""), acs.mailFrom(), Sender.COMMUNICATION);
            case Destination.Kind.Folder _,
                    Destination.Kind.Maildir _,
                    Destination.Kind.Webhook _,
                    Destination.Kind.Command _ -> {
                // Nothing is sent.
            }
        }
    }

    private void add(String name, String tenant, Optional<EmailAddress> own, Sender sender) {
        boolean ownCloud =
                Optional.ofNullable(settings.tenants().get(tenant))
                        .filter(one -> one.cloud() instanceof Cloud.Custom)
                        .isPresent();
        if (ownCloud) {
            return;
        }
        Stream<String> fixed = own.stream().map(EmailAddress::text);
        Stream<String> routed =
                settings.relay().stream()
                        .flatMap(relay -> relay.routes().stream())
                        .filter(route -> route.to().contains(name))
                        .flatMap(this::senders);
        // With an address of its own, Azure Communication Services sends as nobody else.
        boolean alone = own.isPresent() && sender == Sender.COMMUNICATION;
        (alone ? fixed : Stream.concat(fixed, routed))
                .map(address -> address.substring(address.lastIndexOf('@') + 1))
                .filter(domain -> !domain.contains("*") && domain.contains("."))
                .forEach(domain ->
                        senders.computeIfAbsent(domain, _ -> EnumSet.noneOf(Sender.class))
                                .add(sender));
    }

    /// Whose mail goes a route; without a condition, that of the organisation's own domains.
    private Stream<String> senders(Relay.Route route) {
        return route.senders().isEmpty()
                ? settings.relay().stream().flatMap(relay -> relay.internalDomains().stream())
                : route.senders().stream();
    }
}
