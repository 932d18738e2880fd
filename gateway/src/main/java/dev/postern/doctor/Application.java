package dev.postern.doctor;

import dev.postern.advice.Advice;
import dev.postern.advice.Circumstance;
import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.token.AccessToken;
import dev.postern.token.Claims;
import dev.postern.token.Clocks;
import dev.postern.token.Grant;
import dev.postern.token.Refusal;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenRequest;
import dev.postern.token.TokenSource;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The application of a tenant, as which an entry signs in with a token. A value.
///
/// @param scope what the token is for
/// @param ownCloud whether the cloud is none of Microsoft's, so that names of resources prove
///   little
/// @param secretLooksLikeId whether the client secret has the form of a Secret ID
public record Application(
        Tenant tenant,
        Scope scope,
        boolean ownCloud,
        boolean secretLooksLikeId,
        TokenSource tokens,
        InstantSource clock) {

    static final List<Step> STEPS = List.of(Step.CLOCK, Step.TOKEN, Step.CLAIMS);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Entra takes what is five minutes off.
    private static final long SKEW_MAX_SECONDS = 300;

    /// Names that commands are filled in with.
    Names names() {
        return Names.of(tenant.tenantId(), tenant.clientId());
    }

    /// Gets a token and looks at it: the steps [#STEPS].
    ///
    /// @param service for which it is
    /// @param names of who signs in
    AccessToken token(Chart chart, Service service, Names names)
            throws OverException, InterruptedException {
        long asked = System.nanoTime();
        return switch (tokens.token(TokenRequest.of(tenant, scope).withPatience(PATIENCE))) {
            case Grant.Granted granted -> {
                clock(chart.until(asked), granted.clock());
                granted(chart, granted);
                claims(chart, granted.token(), service, names);
                yield granted.token();
            }
            case Grant.Refused refused -> {
                clock(chart.until(asked), refused.refusal().clock());
                throw chart.failed(Step.TOKEN, refused(refused.refusal()));
            }
            case Grant.Unavailable(String reason, _) ->
                    throw chart.failed(Step.TOKEN, unavailable(reason));
        };
    }

    private void clock(Chart chart, Optional<Clocks> clocks) {
        if (clocks.isEmpty()) {
            chart.unknown(Step.CLOCK, "the token endpoint did not say what time it is");
            return;
        }
        long skew =
                Math.abs(ChronoUnit.SECONDS.between(clocks.get().theirs(), clocks.get().ours()));
        Optional<String> remark = clocks.get().remark();
        if (remark.isEmpty()) {
            chart.fine(Step.CLOCK, "%d s apart from the token endpoint's".formatted(skew));
            return;
        }
        chart.warn(
                Step.CLOCK,
                remark.get(),
                Troubles.of(
                                "clock",
                                skew > SKEW_MAX_SECONDS
                                        ? "The clocks are so far apart that signed assertions and certificates fail."
                                        : "The clocks are apart.")
                        .cause(
                                "Nothing keeps this machine's clock.",
                                Troubles.bash(
                                        "Let it be kept by NTP.",
                                        "timedatectl set-ntp true; timedatectl status"))
                        .ailment(
                                "We compared this machine's clock with the Date field of the token endpoint.",
                                clocks.get().theirs().toString()));
    }

    private void granted(Chart chart, Grant.Granted granted) {
        long minutes = ChronoUnit.MINUTES.between(clock.instant(), granted.expires());
        String text =
                "%s gave one for %s, good for %d min"
                        .formatted(tenant.authority(), scope.resource(), minutes);
        if (granted.passedOver().isEmpty()) {
            chart.fine(Step.TOKEN, text);
        } else {
            Refusal first = granted.passedOver().getFirst();
            chart.warn(Step.TOKEN, text + ", but not by the first credential", refused(first));
        }
    }

    private Ailment refused(Refusal refusal) {
        Evidence evidence =
                Evidence.of(
                        Stage.TOKEN,
                        Service.ENTRA,
                        refusal.description().contains(refusal.name())
                                ? refusal.description()
                                : refusal.name() + ": " + refusal.description(),
                        names());
        return Ailment.of(
                "We asked %s for a token for %s, by %s."
                        .formatted(tenant.authority(), scope.resource(), refusal.credential()),
                secretLooksLikeId ? evidence.with(Circumstance.SECRET_LOOKS_LIKE_ID) : evidence);
    }

    private Ailment unavailable(String reason) {
        return Troubles.of("token", "The token endpoint gave no answer that counts.")
                .cause(
                        "A firewall or a proxy between here and %s.".formatted(tenant.authority()),
                        Troubles.bash(
                                "Ask it for its description.",
                                "curl -sS -m 20 %s"
                                        .formatted(
                                                Troubles.quoted(
                                                        tenant.authority()
                                                                + "/"
                                                                + tenant.tenantId()
                                                                + "/v2.0/.well-known/openid-configuration"))))
                .cause("The sign-in service is busy; then it passes.")
                .ailment("We asked %s for a token.".formatted(tenant.authority()), reason);
    }

    private void claims(Chart chart, AccessToken token, Service service, Names names)
            throws OverException {
        Claims claims = token.claims();
        if (!claims.readable()) {
            chart.unknown(Step.CLAIMS, "the token cannot be read, as it has every right to be");
            return;
        }
        Evidence evidence = evidence(Stage.CLAIMS, service, "", names, token);
        if (Advice.on(evidence).isPresent()) {
            throw chart.failed(
                    Step.CLAIMS,
                    Ailment.of("We decoded the token: " + told(claims) + ".", evidence));
        }
        chart.fine(Step.CLAIMS, told(claims));
    }

    private static String told(Claims claims) {
        return "aud %s, roles %s, tid %s, appid %s, oid %s"
                .formatted(
                        claims.audience().orElse("none"),
                        claims.roles().isEmpty() ? "none" : String.join(" ", claims.roles()),
                        claims.tenantId().orElse("none"),
                        claims.applicationId().orElse("none"),
                        claims.objectId().orElse("none"));
    }

    /// A refusal with what the token says of itself.
    Evidence evidence(Stage stage, Service service, String words, Names names, AccessToken token) {
        Evidence evidence = Evidence.of(stage, service, words, names);
        Claims claims = token.claims();
        if (claims.readable()) {
            evidence = evidence.withToken(claims.facts(clock.instant()));
        }
        return ownCloud ? evidence.with(Circumstance.OWN_CLOUD) : evidence;
    }
}
