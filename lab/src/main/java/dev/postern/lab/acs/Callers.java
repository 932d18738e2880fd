package dev.postern.lab.acs;

import dev.postern.lab.directory.Acs;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.directory.Resource;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.http.Request;
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

    Callers(Directory directory, Bearers bearers, InstantSource clock) {
        this.directory = directory;
        this.bearers = bearers;
        this.clock = clock;
    }

    /// A resource that a caller may use.
    ///
    /// @param name of the resource
    /// @param by who calls, for the log
    record Caller(String name, Acs resource, String by) {}

    private record Named(Tenant tenant, String name, Acs resource) {}

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
        Bearers.Bearer bearer = bearers.of(request, Resource.ACS);
        return switch (bearer) {
            case Bearers.Bearer.Known known -> byOwner(request, known);
            case Bearers.Bearer.Nobody() ->
                    throw unauthorized("neither a signature nor a token was sent");
            case Bearers.Bearer.Malformed() -> throw unauthorized("the token is none");
            case Bearers.Bearer.Late() -> throw unauthorized("the token has expired");
            case Bearers.Bearer.Elsewhere(String audience) ->
                    throw unauthorized(
                            "the token is for "
                                    + audience
                                    + " and not for https://communication.azure.com");
        };
    }

    private Caller byOwner(Request request, Bearers.Bearer.Known bearer) throws RefusedException {
        Optional<String> app = bearer.app();
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
                directory.world().tenants().values().stream().flatMap(Callers::of).toList();
        String host = host(request);
        List<Named> meant =
                all.stream().filter(one -> one.resource().endpoint().equals(host)).toList();
        return meant.isEmpty() ? all : meant;
    }

    private static Stream<Named> of(Tenant tenant) {
        return tenant.acs().entrySet().stream()
                .map(entry -> new Named(tenant, entry.getKey(), entry.getValue()));
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
