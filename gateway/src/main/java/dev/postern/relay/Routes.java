package dev.postern.relay;

import dev.postern.account.AddressPattern;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Shipment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings' routes: for each recipient the first that matches.
///
/// A pure function of message and settings. Immutable; safe for use by many threads.
///
/// @param all in the order of the settings
/// @param internalDomains in lower case
public record Routes(List<Route> all, Set<String> internalDomains) {

    public Routes {
        all = List.copyOf(all);
        internalDomains =
                internalDomains.stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Where a message comes from, as far as routes ask.
    ///
    /// @param sender the reverse-path that it goes on with
    /// @param account empty if nobody signed in
    public record Origin(Optional<AddrSpec> sender, String account) {}

    /// Whether a message of some size can go to this recipient.
    public boolean reaches(Origin origin, AddrSpec recipient) {
        for (Route route : all) {
            if (concerns(route, origin) && addresses(route, recipient)) {
                return true;
            }
        }
        return false;
    }

    /// The ways of a message: recipients that go the same ways go together.
    ///
    /// @return empty if there is no route for a recipient
    public Optional<List<Shipment>> shipments(Envelope envelope, String account, long size) {
        Origin origin = new Origin(envelope.sender(), account);
        return shipments(
                envelope, recipient -> first(recipient, size, route -> concerns(route, origin)));
    }

    /// The ways of a report, which nobody sends: first as a message with the null reverse-path, and
    /// if no route takes that, by the first route for its recipient, whoever that is meant for. A
    /// sender who could hand in his message shall be told what became of it.
    ///
    /// @return empty if there is no route for a recipient even then
    public Optional<List<Shipment>> reportShipments(Envelope envelope, long size) {
        Origin nobody = new Origin(Optional.empty(), "");
        return shipments(
                envelope,
                recipient ->
                        first(recipient, size, route -> concerns(route, nobody))
                                .or(() -> first(recipient, size, _ -> true)));
    }

    private static Optional<List<Shipment>> shipments(
            Envelope envelope,
            java.util.function.Function<AddrSpec, Optional<List<String>>> waysOf) {
        List<Recipient> recipients = envelope.recipients();
        Map<List<String>, List<Integer>> byWays = new LinkedHashMap<>();
        for (int i = 0; i < recipients.size(); i++) {
            Optional<List<String>> ways = waysOf.apply(recipients.get(i).address());
            if (ways.isEmpty()) {
                return Optional.empty();
            }
            byWays.computeIfAbsent(ways.get(), _ -> new ArrayList<>()).add(i);
        }
        List<Shipment> shipments = new ArrayList<>(byWays.size());
        byWays.forEach((ways, positions) -> shipments.add(new Shipment(ways, positions)));
        return Optional.of(shipments);
    }

    private Optional<List<String>> first(
            AddrSpec recipient, long size, java.util.function.Predicate<Route> also) {
        for (Route route : all) {
            if (route.when().size().holds(size)
                    && addresses(route, recipient)
                    && also.test(route)) {
                return Optional.of(route.to());
            }
        }
        return Optional.empty();
    }

    private static boolean concerns(Route route, Origin origin) {
        Route.When when = route.when();
        return (when.accounts().isEmpty() || named(when.accounts(), origin.account()))
                && (when.senders().isEmpty() || sentBy(when.senders(), origin.sender()));
    }

    private static boolean named(List<String> accounts, String account) {
        for (String one : accounts) {
            if (one.equalsIgnoreCase(account)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sentBy(List<AddressPattern> patterns, Optional<AddrSpec> sender) {
        for (AddressPattern pattern : patterns) {
            if (sender.isPresent() ? pattern.matches(sender.get()) : pattern.text().equals("*")) {
                return true;
            }
        }
        return false;
    }

    private boolean addresses(Route route, AddrSpec recipient) {
        Route.Recipients wanted = route.when().recipients();
        if (wanted.all() || (wanted.internal() && internalDomains.contains(recipient.domain()))) {
            return true;
        }
        for (AddressPattern pattern : wanted.patterns()) {
            if (pattern.matches(recipient)) {
                return true;
            }
        }
        return false;
    }
}
