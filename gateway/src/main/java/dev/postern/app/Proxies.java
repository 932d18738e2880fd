package dev.postern.app;

import dev.postern.config.Proxy;
import dev.postern.config.Settings;
import dev.postern.control.ServiceStatus;
import dev.postern.listen.Crowd;
import dev.postern.listen.Place;
import dev.postern.protocol.login.LoginRules;
import dev.postern.proxy.MailboxCaps;
import dev.postern.proxy.Profile;
import dev.postern.proxy.ProxyListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Where old clients are joined to their mailboxes.
///
/// [#replace] and [#close] are for one thread at a time; [#status] may be asked by any.
final class Proxies {

    private static final Duration DRAIN = Duration.ofSeconds(15);

    /// Microsoft allows so many by SMTP.
    private static final int SMTP_CONNECTIONS = 3;

    /// It does not say how many by IMAP and POP3; on premises it is 16, and other programs that
    /// open the mailbox need theirs.
    private static final int CONNECTIONS = 8;

    private final Wiring wiring;
    private final ProxyListener.Surroundings around;
    private final Listeners<Bound, ProxyListener> open = new Listeners<>(ProxyListener::close);

    /// A listener and all that it is made of.
    private record Bound(Proxy settings, Profile.Destination destination) {}

    Proxies(Wiring wiring, ProxyListener.Surroundings around) {
        this.wiring = wiring;
        this.around = around;
    }

    /// Listens as these settings say; a listener that did not change goes on undisturbed.
    ///
    /// @throws IOException if an address cannot be had; those that could are open then
    void replace(Settings settings) throws IOException {
        List<Bound> wanted = new ArrayList<>();
        for (Proxy proxy : settings.proxy()) {
            wanted.add(new Bound(proxy, wiring.mailboxes(proxy, settings)));
        }
        open.replace(wanted, one -> ProxyListener.open(profile(one), around, DRAIN));
    }

    private Profile profile(Bound bound) {
        Proxy settings = bound.settings();
        InetSocketAddress address =
                new InetSocketAddress(settings.listen().host(), settings.listen().port());
        return new Profile(
                protocol(settings.protocol()),
                new Place(
                        settings.listen().toString(),
                        address,
                        RelayTerms.ranges(settings.proxies()),
                        new Crowd(settings.limits().sessions(), settings.limits().perAddress())),
                RelayTerms.ranges(settings.networks()),
                new LoginRules(
                        bound.destination().server().name(),
                        RelayTerms.tls(settings.tls(), around.clock(), around.events()),
                        settings.passwordsInClear() || RelayTerms.near(settings.listen()),
                        LoginRules.Limits.USUAL,
                        LoginRules.Deadlines.USUAL),
                bound.destination(),
                limits(settings));
    }

    private static Profile.Protocol protocol(Proxy.Protocol protocol) {
        return switch (protocol) {
            case IMAP -> Profile.Protocol.IMAP;
            case POP3 -> Profile.Protocol.POP3;
            case SMTP -> Profile.Protocol.SMTP;
        };
    }

    private static Profile.Limits limits(Proxy settings) {
        int usual = settings.protocol() == Proxy.Protocol.SMTP ? SMTP_CONNECTIONS : CONNECTIONS;
        Proxy.Mailbox mailbox = settings.mailbox();
        return new Profile.Limits(
                settings.limits().perAccount(),
                settings.limits().idle(),
                new MailboxCaps.Limits(
                        mailbox.connections().orElse(usual),
                        mailbox.loginsPerMinute(),
                        mailbox.patience()));
    }

    /// Each listener, with the sessions it has and the connections that it turned away.
    List<ServiceStatus.Listener> status() {
        return open.all().entrySet().stream()
                .sorted(
                        Comparator.comparing(
                                entry -> entry.getKey().settings().listen().toString()))
                .map(entry ->
                        new ServiceStatus.Listener(
                                entry.getKey().settings().listen().toString(),
                                entry.getValue().sessions(),
                                entry.getValue().turnedAway()))
                .toList();
    }

    /// Lets nobody in any more; sessions end as soon as nothing moves in them.
    void close() {
        open.close();
    }
}
