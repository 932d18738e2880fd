package dev.postern.app;

import dev.postern.config.Settings;
import dev.postern.doctor.Expiry;
import dev.postern.doctor.Listing;
import dev.postern.doctor.TenantPatient;
import dev.postern.event.Event;
import dev.postern.event.Events;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Raises an alarm when a secret or a certificate ends soon: 60, 30, 7 and 1 days before, each told
/// once, and when it has ended. Safe for use by many threads.
final class ExpiryWatch {

    private final Events events;
    private final InstantSource clock;
    private final Set<String> told = new HashSet<>();

    ExpiryWatch(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /// Looks at all that the settings name, and clears what is over.
    ///
    /// @param listings what Entra said of a tenant's credentials
    synchronized void look(Settings settings, Function<String, Listing> listings) {
        Instant now = clock.instant();
        Map<String, String> alarms = new HashMap<>(differences(settings, listings));
        for (Expiries.Ending ending : Expiries.of(settings, listings)) {
            ending.expiry()
                    .warning(now)
                    .ifPresent(days -> alarms.put(subject(ending, days), text(ending, now)));
        }
        told.stream()
                .filter(subject -> !alarms.containsKey(subject))
                .forEach(subject -> events.report(new Event.AlarmCleared(subject)));
        told.retainAll(alarms.keySet());
        alarms.forEach((subject, text) -> {
            if (told.add(subject)) {
                events.report(new Event.AlarmRaised(subject, text));
            }
        });
    }

    private static Map<String, String> differences(
            Settings settings, Function<String, Listing> listings) {
        Map<String, String> alarms = new HashMap<>();
        settings.tenants()
                .forEach((name, tenant) ->
                        Expiries.validities(tenant, listings.apply(name)).stream()
                                .flatMap(validity -> validity.difference().stream())
                                .forEach(finding ->
                                        alarms.put(
                                                "tenants.%s: `expires` is not the day that Entra has"
                                                        .formatted(name),
                                                finding.meaning() + " " + finding.line())));
        return alarms;
    }

    private static String subject(Expiries.Ending ending, int days) {
        String when =
                switch (days) {
                    case 0 -> "has ended";
                    case 1 -> "ends within a day";
                    default -> "ends within " + days + " days";
                };
        return "%s: %s %s".formatted(ending.entry(), ending.expiry().what(), when);
    }

    private static String text(Expiries.Ending ending, Instant now) {
        Expiry expiry = ending.expiry();
        return Optional.of(ending.clientId())
                .filter(id -> !id.isEmpty())
                .map(id -> TenantPatient.ending(expiry, now, id))
                .map(finding -> finding.meaning() + " " + finding.line())
                .orElseGet(() -> "The %s.".formatted(expiry.words(now)));
    }
}
