package dev.postern.doctor;

import dev.postern.advice.Finding;
import dev.postern.advice.Remedy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tenant: its token endpoint, and how long its credentials are still good. A value.
///
/// @param reach its token endpoint; empty with a managed identity, which this machine gives
/// @param credentials in the order in which they are tried
public record TenantPatient(
        String name,
        String about,
        Optional<Reach> reach,
        List<Held> credentials,
        String clientId,
        InstantSource clock)
        implements Patient {

    public TenantPatient {
        credentials = List.copyOf(credentials);
    }

    /// A credential.
    ///
    /// @param what in a few words
    /// @param end empty if nobody has said when it ends, or if it has no end
    /// @param endless whether it has none
    public record Held(String what, Optional<Expiry> end, boolean endless) {}

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        if (reach.isPresent()) {
            steps.addAll(List.of(Step.NAME, Step.CONNECTION, Step.TLS));
        }
        steps.add(Step.CREDENTIAL);
        if (credentials.size() > 1) {
            steps.add(Step.NEXT_CREDENTIAL);
        }
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException, InterruptedException {
        if (reach.isPresent()) {
            reach.get().only(chart);
        }
        for (int i = 0; i < credentials.size(); i++) {
            credential(chart, i == 0 ? Step.CREDENTIAL : Step.NEXT_CREDENTIAL, credentials.get(i));
        }
    }

    private void credential(Chart chart, Step step, Held held) {
        Instant now = clock.instant();
        if (held.end().isEmpty()) {
            if (held.endless()) {
                chart.fine(step, held.what());
            } else {
                chart.unknown(
                        step,
                        held.what()
                                + "; the settings do not say when it ends (`expires: 2027-06-30` beside it)");
            }
            return;
        }
        Expiry end = held.end().get();
        Optional<Integer> warning = end.warning(now);
        if (warning.isEmpty()) {
            chart.fine(step, end.words(now));
            return;
        }
        chart.warn(
                step,
                end.words(now),
                Ailment.of("We looked when the credential ends.", "", ending(end, now, clientId)));
    }

    /// What to do about a credential that ends.
    public static Finding ending(Expiry end, Instant now, String clientId) {
        boolean over = !now.isBefore(end.end());
        Remedy another =
                Troubles.bash(
                        "Make another one; the old one stays good beside it.",
                        "az ad app credential reset --id %s --append --years 1"
                                .formatted(Troubles.quoted(clientId)));
        Remedy beside =
                Troubles.postern(
                        "Put it beside the old one; the first that is taken counts.",
                        "next-credential: {secret: \"${file:/run/secrets/new}\"}");
        return Troubles.of(over ? "expired" : "expiring", "The %s.".formatted(end.words(now)))
                .cause(
                        over
                                ? "It was not renewed in time, or the date in the settings is old."
                                : "It has to be renewed before that day.",
                        another,
                        beside)
                .finding();
    }
}
