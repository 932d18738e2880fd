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
public record TenantPatient(
        String name, String about, Optional<Reach> reach, Keys keys, InstantSource clock)
        implements Patient {

    /// An application's credentials.
    ///
    /// @param clientId empty with a managed identity
    /// @param credentials in the order in which they are tried
    /// @param inquiry what Entra knows of them
    public record Keys(String clientId, List<Validity.Held> credentials, Inquiry inquiry) {

        public Keys {
            credentials = List.copyOf(credentials);
        }
    }

    /// Asks Entra for the application's credentials.
    @FunctionalInterface
    public interface Inquiry {

        /// Does not.
        Inquiry NONE = Listing.NotAsked::new;

        Listing make() throws InterruptedException;
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        if (reach.isPresent()) {
            steps.addAll(List.of(Step.NAME, Step.CONNECTION, Step.TLS));
        }
        steps.add(Step.CREDENTIAL);
        if (keys.credentials().size() > 1) {
            steps.add(Step.NEXT_CREDENTIAL);
        }
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException, InterruptedException {
        if (reach.isPresent()) {
            reach.get().only(chart);
        }
        Listing listing = keys.inquiry().make();
        for (int i = 0; i < keys.credentials().size(); i++) {
            credential(
                    chart,
                    i == 0 ? Step.CREDENTIAL : Step.NEXT_CREDENTIAL,
                    Validity.of(keys.credentials().get(i), listing));
        }
    }

    private void credential(Chart chart, Step step, Validity validity) {
        Instant now = clock.instant();
        Optional<Finding> ending =
                validity.expiry()
                        .filter(end -> end.warning(now).isPresent())
                        .map(end -> ending(end, now, keys.clientId()));
        Optional<Finding> disagreement =
                validity.difference().or(() -> validity.absence(keys.clientId()));
        if (ending.isPresent()) {
            chart.warn(
                    step,
                    validity.words(now),
                    Ailment.of("We looked when the credential ends.", "", ending.get()));
        } else if (disagreement.isPresent()) {
            chart.warn(
                    step,
                    validity.words(now),
                    Ailment.of(
                            "We asked Entra, through Graph, for the application's credentials.",
                            "",
                            disagreement.get()));
        } else if (validity.expiry().isEmpty() && !validity.held().endless()) {
            chart.unknown(step, validity.unknown());
        } else {
            chart.fine(step, validity.words(now));
        }
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
