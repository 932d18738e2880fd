package dev.postern.token;

import dev.postern.advice.Cause;
import dev.postern.event.Event;
import dev.postern.event.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// Keeps one token a tenant and scope, and fetches it once however many ask.
///
/// A fetch runs in a thread of its own, so that a caller who gives up takes nothing from the
/// others. Safe for use by any number of threads. [#close()] ends the fetches; after that nothing
/// is fetched.
public final class CachedTokens implements TokenSource, AutoCloseable {

    private static final int ENTRIES_MAX = 4096;

    private final Fetcher fetcher;
    private final Duration margin;
    private final Events events;
    private final InstantSource clock;
    private final Waits waits;
    private final ConcurrentHashMap<Key, CacheEntry> entries = new ConcurrentHashMap<>();
    private final ExecutorService flights =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("token-", 0).factory());

    CachedTokens(
            Fetcher fetcher,
            Duration margin,
            Events events,
            InstantSource clock,
            RandomGenerator random) {
        this.fetcher = fetcher;
        this.margin = margin;
        this.events = events;
        this.clock = clock;
        this.waits = new Waits(random);
    }

    /// Opens the source that asks Entra ID and this machine. Nothing is sent before the first
    /// caller.
    ///
    /// @param random safe for use by many threads
    public static CachedTokens open(
            TokenSettings settings, Events events, InstantSource clock, RandomGenerator random) {
        HttpClients http = new HttpClients(settings.timeouts(), clock);
        Fetcher machine =
                new ManagedIdentityFetcher(
                        http,
                        ManagedIdentityEndpoint.of(settings.environment()),
                        Path.of("/var/opt/azcmagent/tokens"));
        Fetcher fetcher =
                new FetcherByCredential(new EntraFetcher(http, clock, random), machine, http);
        return new CachedTokens(fetcher, settings.margin(), events, clock, random);
    }

    private record Key(Tenant tenant, Scope scope) {}

    @Override
    public Grant token(TokenRequest request) throws InterruptedException {
        Instant now = clock.instant();
        CacheEntry entry = entry(new Key(request.tenant(), request.scope()), now);
        if (entry.isRefused(now)) {
            entry.credentialsAre(Stamp.of(request.tenant().credentials()));
        }
        return switch (entry.next(request, margin, now)) {
            case CacheEntry.Step.Take(Grant grant) -> grant;
            case CacheEntry.Step.TakeAndFetch(Grant grant, CompletableFuture<Grant> flight) -> {
                launch(entry, request, flight);
                yield grant;
            }
            case CacheEntry.Step.Fetch(CompletableFuture<Grant> flight) -> {
                launch(entry, request, flight);
                yield await(flight, request);
            }
            case CacheEntry.Step.Await(CompletableFuture<Grant> flight) -> await(flight, request);
        };
    }

    @Override
    public void forget(AccessToken token) {
        Instant now = clock.instant();
        entries.values().forEach(entry -> entry.forget(token, now));
    }

    /// How all tokens stand that anyone has asked for, by tenant and scope.
    public List<TokenStatus> status() {
        return entries.entrySet().stream()
                .map(e -> e.getValue().status(e.getKey().tenant().name(), e.getKey().scope()))
                .sorted(
                        Comparator.comparing(TokenStatus::tenant)
                                .thenComparing(status -> status.scope().value()))
                .toList();
    }

    /// Forgets all tokens of tenants that are not among these, and how they stood.
    public void retain(Set<Tenant> tenants) {
        entries.keySet().removeIf(key -> !tenants.contains(key.tenant()));
    }

    private CacheEntry entry(Key key, Instant now) {
        if (entries.size() >= ENTRIES_MAX && !entries.containsKey(key)) {
            entries.values().removeIf(entry -> entry.isIdle(now));
        }
        return entries.computeIfAbsent(key, _ -> new CacheEntry());
    }

    private Grant await(CompletableFuture<Grant> flight, TokenRequest request)
            throws InterruptedException {
        try {
            return flight.get(request.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new Grant.Unavailable(
                    "%s has not answered within %d ms"
                            .formatted(request.tenant().authority(), request.patience().toMillis()),
                    clock.instant());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight always lands", e);
        }
    }

    private void launch(CacheEntry entry, TokenRequest request, CompletableFuture<Grant> flight) {
        try {
            flights.execute(() -> fly(entry, request, flight));
        } catch (RejectedExecutionException _) {
            flight.complete(
                    entry.unavailable(
                            new Fetched.Trouble("Postern is stopping"), clock.instant(), waits));
        }
    }

    /// The top of a flight: whatever happens, it lands, or its entry would wait for ever.
    private void fly(CacheEntry entry, TokenRequest request, CompletableFuture<Grant> flight) {
        Grant grant;
        try {
            grant = fetch(entry, request.tenant(), request.scope());
        } catch (InterruptedException _) {
            grant =
                    entry.unavailable(
                            new Fetched.Trouble("Postern is stopping"), clock.instant(), waits);
        } catch (RuntimeException e) {
            grant = entry.unavailable(defect(e), clock.instant(), waits);
        }
        try {
            report(request, grant);
        } finally {
            flight.complete(grant);
        }
    }

    /// Our mistake, named by its place and not by its message, which could quote anything.
    private static Fetched.Trouble defect(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return new Fetched.Trouble(
                "a defect of Postern: %s at %s"
                        .formatted(
                                e.getClass().getSimpleName(),
                                trace.length == 0 ? "unknown place" : trace[0]));
    }

    private Grant fetch(CacheEntry entry, Tenant tenant, Scope scope) throws InterruptedException {
        String stamp = Stamp.of(tenant.credentials());
        List<Refusal> refusals = new ArrayList<>();
        for (Credential credential : tenant.credentials()) {
            switch (fetcher.fetch(tenant, credential, scope)) {
                case Fetched.Token token -> {
                    return entry.granted(granted(token, refusals));
                }
                case Fetched.Trouble trouble -> {
                    return entry.unavailable(trouble, clock.instant(), waits);
                }
                case Fetched.Denied(Refusal refusal) -> {
                    refusals.add(refusal);
                    if (refusal.cause().kind() != Cause.Kind.CREDENTIAL) {
                        return entry.refused(refusals, clock.instant(), waits, stamp);
                    }
                }
            }
        }
        return entry.refused(refusals, clock.instant(), waits, stamp);
    }

    private Grant.Granted granted(Fetched.Token token, List<Refusal> passedOver) {
        return new Grant.Granted(
                token.token(), clock.instant(), token.expires(), passedOver, token.clock());
    }

    private void report(TokenRequest request, Grant grant) {
        String tenant = request.tenant().name();
        String scope = request.scope().value();
        switch (grant) {
            case Grant.Granted granted -> {
                events.report(new Event.TokenFetched(tenant, scope, granted.expires()));
                if (request.tenant().credentials().size() > 1) {
                    events.report(passedOver(tenant, granted.passedOver()));
                }
            }
            case Grant.Refused refused ->
                    events.report(
                            new Event.TokenFailed(
                                    tenant,
                                    scope,
                                    CacheEntry.reason(refused.refusals()),
                                    refused.notBefore()));
            case Grant.Unavailable unavailable ->
                    events.report(
                            new Event.TokenFailed(
                                    tenant, scope, unavailable.reason(), unavailable.notBefore()));
        }
    }

    /// It goes on with the next credential, and nobody would notice until that fails as well.
    private static Event passedOver(String tenant, List<Refusal> refusals) {
        String subject = "first credential of tenant " + tenant;
        return refusals.isEmpty()
                ? new Event.AlarmCleared(subject)
                : new Event.AlarmRaised(
                        subject, "the next one is used instead: " + CacheEntry.reason(refusals));
    }

    @Override
    public void close() {
        flights.shutdownNow();
        flights.close();
        fetcher.close();
    }
}
