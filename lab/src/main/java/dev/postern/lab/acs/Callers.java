package dev.postern.lab.acs;

import dev.postern.lab.directory.Acs;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.exchange.AccessTokens;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.smtp.desk.AcsUsage;
import dev.postern.lab.mail.smtp.desk.Premises;
import dev.postern.lab.rest.Bearers;
import dev.postern.lab.rest.RefusedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Who calls, and which resource. Any thread may call.
final class Callers {

    private final Directory directory;
    private final Bearers bearers;
    private final InstantSource clock;

    Callers(Premises lab) {
        this.directory = lab.directory();
        this.bearers = new Bearers(lab.tokens());
        this.clock = lab.clock();
    }

    /// A resource that a caller may use.
    ///
    /// @param name of the resource
    /// @param by who calls, for the log
    record Caller(AcsUsage.Resource name, Acs resource, String by) {}

    private record Named(Tenant tenant, AcsUsage.Resource name, Acs resource) {}

    Caller of(Request request) throws RefusedException {
        String field = request.header("authorization").orElse("");
        if (field.startsWith(Signature.SCHEME)) {
            return bySignature(request);
        }
        return byToken(request);
    }

    private Caller bySignature(Request request) throws RefusedException {
        Signature signature = Signature.of(request, clock.instant());
        for (Named named : resources(request)) {
            for (Map.Entry<String, String> key : named.resource().accessKeys().entrySet()) {
                if (signature.isBy(key.getValue())) {
                    return new Caller(named.name(), named.resource(), "key " + key.getKey());
                }
            }
        }
        throw Signature.denied("the signature is by none of the resource's keys");
    }

    private Caller byToken(Request request) throws RefusedException {
        AccessTokens.Reading reading =
                bearers.of(request, Resource.ACS)
                        .orElseThrow(
                                () -> unauthorized("neither a signature nor a token was sent"));
        return switch (reading) {
            case AccessTokens.Reading.Good good -> byOwner(request, good);
            case AccessTokens.Reading.Expired(String reason) -> throw unauthorized(reason);
            case AccessTokens.Reading.Bad(String reason) -> throw unauthorized(reason);
        };
    }

    private Caller byOwner(Request request, AccessTokens.Reading.Good bearer)
            throws RefusedException {
        Optional<String> app = Bearers.app(bearer);
        return resources(request).stream()
                .filter(named -> named.tenant().id().equals(bearer.tenant().id()))
                .filter(named -> app.filter(named.resource().owners()::contains).isPresent())
                .findFirst()
                .map(named -> new Caller(named.name(), named.resource(), app.orElse("")))
                .orElseThrow(() ->
                        new RefusedException(
                                403,
                                "Forbidden",
                                "The caller has no role on the resource that lets it send mail."));
    }

    /// Those whose endpoint the request names; all of them if it names none.
    private List<Named> resources(Request request) {
        List<Named> all =
                directory.world().tenants().entrySet().stream().flatMap(Callers::of).toList();
        String host = host(request);
        List<Named> meant =
                all.stream().filter(one -> one.resource().endpoint().equals(host)).toList();
        return meant.isEmpty() ? all : meant;
    }

    private static Stream<Named> of(Map.Entry<String, Tenant> tenant) {
        return tenant.getValue().acs().entrySet().stream()
                .map(acs ->
                        new Named(
                                tenant.getValue(),
                                new AcsUsage.Resource(tenant.getKey(), acs.getKey()),
                                acs.getValue()));
    }

    private static String host(Request request) {
        String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
        return host.replaceFirst(":\\d+$", "");
    }

    private static RefusedException unauthorized(String why) {
        return new RefusedException(401, "Unauthorized", "Authentication failed: " + why + ".")
                .with("WWW-Authenticate", "HMAC-SHA256, Bearer");
    }
}
