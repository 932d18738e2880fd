package dev.postern.app;

import dev.postern.collector.MailboxStatus;
import dev.postern.control.ServiceStatus;
import dev.postern.doctor.Expiry;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Outlet;
import dev.postern.queue.QueueDesk;
import dev.postern.token.TokenStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How the gateway does, for its operator.
final class StatusReport {

    private final Gateway gateway;
    private final Instant started;

    StatusReport(Gateway gateway, Instant started) {
        this.gateway = gateway;
        this.started = started;
    }

    ServiceStatus now() throws IOException {
        gateway.lookForOrphans();
        QueueDesk.Level level = gateway.desk().level();
        List<ServiceStatus.Alarm> alarms =
                gateway.alarms().current().stream()
                        .map(alarm ->
                                new ServiceStatus.Alarm(
                                        alarm.subject(), alarm.text(), alarm.since()))
                        .toList();
        List<String> silent = gateway.collector().silent();
        return new ServiceStatus(
                gateway.clock().instant(),
                Version.current(),
                ProcessHandle.current().pid(),
                started,
                alarms.isEmpty() && silent.isEmpty(),
                mailboxes(silent),
                Stream.concat(
                                gateway.inlets().status().stream(),
                                gateway.proxies().status().stream())
                        .toList(),
                destinations(level, alarms),
                tokens(),
                totals(level),
                level.unclear(),
                level.oldestWaiting(),
                alarms);
    }

    private List<ServiceStatus.Mailbox> mailboxes(List<String> silent) {
        List<ServiceStatus.Mailbox> all = new ArrayList<>();
        for (MailboxStatus one : gateway.collector().status()) {
            Instant since = one.lastSuccess().orElse(one.since());
            all.add(
                    new ServiceStatus.Mailbox(
                            one.name(),
                            one.activity().name().toLowerCase(Locale.ROOT),
                            one.lastSuccess(),
                            Duration.between(since, gateway.clock().instant()).toSeconds(),
                            silent.contains(one.name()),
                            one.next(),
                            one.failures(),
                            one.trouble(),
                            one.lastReport().map(report -> report.left()).orElse(0)));
        }
        return all;
    }

    private List<ServiceStatus.Destination> destinations(
            QueueDesk.Level level, List<ServiceStatus.Alarm> alarms) {
        List<ServiceStatus.Destination> all = new ArrayList<>();
        List<String> names = new ArrayList<>(gateway.settings().destinations().keySet());
        gateway.settings().relay().ifPresent(_ -> names.add(Outlet.SENDER));
        for (String name : names) {
            Map<DeliveryState, Long> counts = level.deliveries().getOrDefault(name, Map.of());
            Optional<String> trouble =
                    alarms.stream()
                            .filter(alarm ->
                                    alarm.subject().startsWith("destination " + name + " "))
                            .map(ServiceStatus.Alarm::text)
                            .findFirst();
            all.add(
                    new ServiceStatus.Destination(
                            name,
                            trouble.isPresent() ? "away" : "up",
                            counts.getOrDefault(DeliveryState.WAITING, 0L)
                                    + counts.getOrDefault(DeliveryState.SENDING, 0L),
                            counts.getOrDefault(DeliveryState.PARKED, 0L),
                            trouble));
        }
        return all;
    }

    private List<ServiceStatus.Token> tokens() {
        List<ServiceStatus.Token> all = new ArrayList<>();
        for (TokenStatus one : gateway.tokens().status()) {
            all.add(
                    new ServiceStatus.Token(
                            one.tenant(),
                            one.scope().value(),
                            one.expires(),
                            credentialEnd(one.tenant()),
                            one.failure()));
        }
        return all;
    }

    private Optional<Instant> credentialEnd(String tenant) {
        dev.postern.config.Tenant found = gateway.settings().tenants().get(tenant);
        if (found == null) {
            return Optional.empty();
        }
        return Expiries.validities(found, gateway.listings().of(tenant)).stream()
                .flatMap(validity -> validity.expiry().stream())
                .map(Expiry::end)
                .min(Comparator.naturalOrder());
    }

    private static Map<String, Long> totals(QueueDesk.Level level) {
        Map<String, Long> totals = new TreeMap<>();
        level.deliveries()
                .values()
                .forEach(counts ->
                        counts.forEach(
                                (state, count) -> totals.merge(state.word(), count, Long::sum)));
        return totals;
    }
}
