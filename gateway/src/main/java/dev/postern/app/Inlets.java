package dev.postern.app;

import dev.postern.api.ApiServer;
import dev.postern.config.Api;
import dev.postern.config.Proxy;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.control.ServiceStatus;
import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.QueueDesk;
import dev.postern.queue.QueueStore;
import dev.postern.relay.QueuedRelay;
import dev.postern.relay.Surroundings;
import dev.postern.submission.Listener;
import dev.postern.submission.OldTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Where mail is handed in: the common way in, and the listeners that lead to it.
///
/// [#replace] and [#close] are for one thread at a time; [#status] may be asked by any.
final class Inlets {

    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final Admittance admittance;
    private final QueueDesk desk;
    private final Surroundings around;
    private final Listeners<Bound, Listener> open = new Listeners<>(Listener::close);
    private Optional<QueuedRelay> relay = Optional.empty();
    private Optional<Served> api = Optional.empty();

    /// The HTTP API and all that it was made of.
    private record Served(Api settings, String host, ApiServer server) {}

    /// A listener and all that it was made of.
    private record Bound(
            Relay.Listener settings, String host, List<String> internal, Relay.Limits limits) {}

    Inlets(
            Admittance admittance,
            QueueStore queue,
            Events events,
            InstantSource clock,
            RandomGenerator random) {
        this.admittance = admittance;
        this.desk = queue.desk();
        this.around = new Surroundings(queue.intake(), admittance.devices(), events, clock, random);
    }

    /// Old TLS has to be allowed before this process speaks any.
    static void prepare(Settings settings, Events events) {
        if (tls(settings).anyMatch(one -> one.minVersion().old())) {
            if (!OldTls.allow()) {
                events.report(
                        new Event.AlarmRaised(
                                "old TLS",
                                "TLS 1.0 and 1.1 cannot be spoken by this process, because it has"
                                        + " spoken TLS before; restart the service"));
            }
        }
    }

    /// How each listener secures its connections.
    static Stream<Relay.Tls> tls(Settings settings) {
        return Stream.concat(
                settings.relay().stream()
                        .flatMap(relay -> relay.listeners().stream())
                        .map(Relay.Listener::tls),
                settings.proxy().stream().map(Proxy::tls));
    }

    /// Listens as these settings say; a listener that did not change goes on undisturbed.
    ///
    /// @throws IOException if an address cannot be had; those that could are open then
    void replace(Settings settings) throws IOException {
        Optional<Relay> wanted = settings.relay();
        List<Bound> listeners = new ArrayList<>();
        wanted.ifPresent(one -> {
            if (relay.isPresent()) {
                relay.get().replace(RelayTerms.of(one, settings));
            } else {
                relay = Optional.of(new QueuedRelay(RelayTerms.of(one, settings), around));
            }
            one.listeners()
                    .forEach(listener ->
                            listeners.add(
                                    new Bound(
                                            listener,
                                            Names.host(settings),
                                            one.internalDomains(),
                                            one.limits())));
        });
        open.replace(
                listeners,
                one ->
                        Listener.open(
                                RelayTerms.profile(
                                        one.settings(), settings, around.clock(), around.events()),
                                admittance.accounts(),
                                relay.orElseThrow(),
                                around.events(),
                                DRAIN));
        replaceApi(settings);
    }

    private void replaceApi(Settings settings) throws IOException {
        Optional<Api> wanted = settings.api().filter(_ -> relay.isPresent());
        String host = Names.host(settings);
        if (api.isPresent()
                && wanted.filter(api.get().settings()::equals).isPresent()
                && api.get().host().equals(host)) {
            return;
        }
        api.ifPresent(old -> old.server().close());
        api = Optional.empty();
        if (wanted.isPresent()) {
            api = Optional.of(new Served(wanted.get(), host, serve(wanted.get(), host)));
        }
    }

    private ApiServer serve(Api settings, String host) throws IOException {
        return ApiServer.start(
                new InetSocketAddress(settings.listen().host(), settings.listen().port()),
                RelayTerms.certificate(settings.tls(), around.clock(), around.events()),
                new dev.postern.api.Api(
                        new dev.postern.api.Api.Surroundings(
                                admittance.accounts(),
                                relay.orElseThrow(),
                                desk,
                                around.clock(),
                                around.random(),
                                host)));
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

    /// The common way in; empty if nothing is relayed.
    Optional<QueuedRelay> relay() {
        return relay;
    }

    /// Takes no more mail; what is under way may finish.
    void close() {
        api.ifPresent(one -> one.server().close());
        api = Optional.empty();
        open.close();
    }
}
