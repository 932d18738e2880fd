package dev.postern.setup;

import dev.postern.config.Collect;
import dev.postern.config.Destination;
import dev.postern.config.EmailAddress;
import dev.postern.config.Proxy;
import dev.postern.config.Settings;
import dev.postern.config.SmartHostSignIn;
import dev.postern.config.Tenant;
import dev.postern.config.Way;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What one tenant must grant for a configuration to work.
///
/// @param name the tenant's in the settings
/// @param imap mailboxes that are opened by IMAP
/// @param pop3 mailboxes that are opened by POP3
/// @param smtp mailboxes that send by SMTP AUTH
/// @param graph mailboxes that send by Microsoft Graph
/// @param drafts whether Graph sends large messages by drafts
/// @param anySender whether senders' own mailboxes send, which are not known here
/// @param joined protocols by which old clients are joined to mailboxes, known here or not yet
/// @param volume High Volume Email accounts that the application uses
/// @param communication resources of Azure Communication Services
record Needs(
        String name,
        Tenant tenant,
        Set<String> imap,
        Set<String> pop3,
        Set<String> smtp,
        Set<String> graph,
        boolean drafts,
        boolean anySender,
        Set<Proxy.Protocol> joined,
        Set<String> volume,
        List<Communication> communication) {

    /// One resource of Azure Communication Services.
    ///
    /// @param smtpUsername empty if mail goes there by REST
    /// @param mailFrom the address that mail is sent from, if it is always the same
    record Communication(String smtpUsername, Optional<String> mailFrom, boolean byRole) {}

    /// The needs of all tenants of which something is named.
    ///
    /// @param names entries of `collect` and `destinations`, addresses of the proxy, or tenants;
    ///   empty for all
    /// @param mailboxes that clients of the proxy may open
    static List<Needs> of(
            Settings settings, List<String> names, Function<Proxy, List<String>> mailboxes) {
        List<Needs> all = new ArrayList<>();
        for (Map.Entry<String, Tenant> entry : settings.tenants().entrySet()) {
            List<String> wanted = names.contains(entry.getKey()) ? List.of() : names;
            Gathering gathering = new Gathering(entry.getKey(), entry.getValue());
            settings.collect()
                    .forEach((name, collect) -> {
                        if (wanted.isEmpty() || wanted.contains(name)) {
                            gathering.add(collect);
                        }
                    });
            settings.destinations()
                    .forEach((name, destination) -> {
                        if (wanted.isEmpty() || wanted.contains(name)) {
                            gathering.add(destination);
                        }
                    });
            settings.proxy().stream()
                    .filter(proxy -> wanted.isEmpty() || wanted.contains(proxy.listen().toString()))
                    .forEach(proxy -> gathering.add(proxy, mailboxes));
            Needs needs = gathering.needs();
            if (!needs.nothing()) {
                all.add(needs);
            }
        }
        return all;
    }

    /// Those of the names that the settings do not have.
    static List<String> unknown(Settings settings, List<String> names) {
        Set<String> known = new HashSet<>(settings.tenants().keySet());
        known.addAll(settings.collect().keySet());
        known.addAll(settings.destinations().keySet());
        settings.proxy().forEach(proxy -> known.add(proxy.listen().toString()));
        return names.stream().filter(name -> !known.contains(name)).toList();
    }

    boolean nothing() {
        return !exchange() && communication.isEmpty();
    }

    /// Whether Exchange must be told of the application.
    boolean exchange() {
        return !opened().isEmpty() || !joined.isEmpty() || sends() || !volume.isEmpty();
    }

    /// Whether mailboxes send within a scope of Exchange's.
    boolean sends() {
        return !senders().isEmpty() || anySender;
    }

    /// Mailboxes that are opened, by whatever protocol.
    Set<String> opened() {
        Set<String> all = new TreeSet<>(imap);
        all.addAll(pop3);
        return all;
    }

    /// Mailboxes that send, by whatever wire.
    Set<String> senders() {
        Set<String> all = new TreeSet<>(smtp);
        all.addAll(graph);
        return all;
    }

    /// Collects the needs of one tenant; used by one thread.
    private static final class Gathering {

        private final String name;
        private final Tenant tenant;
        private final Set<String> imap = new TreeSet<>();
        private final Set<String> pop3 = new TreeSet<>();
        private final Set<String> smtp = new TreeSet<>();
        private final Set<String> graph = new TreeSet<>();
        private final Set<String> volume = new TreeSet<>();
        private final List<Communication> communication = new ArrayList<>();
        private final Set<Proxy.Protocol> joined = EnumSet.noneOf(Proxy.Protocol.class);
        private boolean drafts;
        private boolean anySender;

        Gathering(String name, Tenant tenant) {
            this.name = name;
            this.tenant = tenant;
        }

        void add(Collect collect) {
            if (!collect.tenant().equals(name)) {
                return;
            }
            switch (collect.protocol()) {
                case IMAP -> imap.add(collect.mailbox().text());
                case POP3 -> pop3.add(collect.mailbox().text());
            }
        }

        void add(Proxy proxy, Function<Proxy, List<String>> mailboxes) {
            if (!proxy.tenant().equals(name)) {
                return;
            }
            joined.add(proxy.protocol());
            List<String> opened = mailboxes.apply(proxy);
            switch (proxy.protocol()) {
                case IMAP -> imap.addAll(opened);
                case POP3 -> pop3.addAll(opened);
                case SMTP -> {
                    smtp.addAll(opened);
                    anySender |= opened.isEmpty();
                }
            }
        }

        void add(Destination destination) {
            switch (destination.kind()) {
                case Way.Exchange way when way.tenant().equals(name) -> sender(smtp, way.mailbox());
                case Way.Graph way when way.tenant().equals(name) -> {
                    sender(graph, way.mailbox());
                    drafts |= way.drafts();
                }
                case Way.Hve way when way.tenant().filter(name::equals).isPresent() ->
                        volume.add(way.account().text());
                case Way.AcsSmtp way when way.tenant().equals(name) ->
                        communication.add(
                                new Communication(
                                        way.username(),
                                        way.mailFrom().map(EmailAddress::text),
                                        true));
                case Way.Acs way when way.tenant().filter(name::equals).isPresent() ->
                        communication.add(
                                new Communication(
                                        "", way.mailFrom().map(EmailAddress::text), true));
                case Way.SmartHost way ->
                        way.signIn()
                                .ifPresent(signIn -> {
                                    if (signIn
                                                    instanceof
                                                    SmartHostSignIn.Token(var mailbox, var other)
                                            && other.equals(name)) {
                                        sender(smtp, Optional.of(mailbox));
                                    }
                                });
                case Destination.Kind _ -> {
                    // Another tenant's, or none's.
                }
            }
        }

        private void sender(Set<String> wire, Optional<EmailAddress> mailbox) {
            mailbox.ifPresentOrElse(address -> wire.add(address.text()), () -> anySender = true);
        }

        Needs needs() {
            return new Needs(
                    name,
                    tenant,
                    imap,
                    pop3,
                    smtp,
                    graph,
                    drafts,
                    anySender,
                    joined,
                    volume,
                    communication);
        }
    }
}
