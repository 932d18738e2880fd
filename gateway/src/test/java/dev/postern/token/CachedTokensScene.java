package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/// A cache with a scripted endpoint behind it and a clock that is set by hand.
abstract class CachedTokensScene {

    static final Scope SCOPE = new Scope("https://outlook.office365.com/.default");
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration MARGIN = Duration.ofMinutes(5);

    final HandClock clock = new HandClock();
    final RecordedEvents events = new RecordedEvents();
    final ScriptedFetcher fetcher = new ScriptedFetcher(clock);
    final AtomicReference<String> secret = new AtomicReference<>("first-secret");
    final Credential credential = new Credential.ClientSecret(secret::get);
    final TokenRequest request = TokenRequest.of(tenant(credential), SCOPE);
    final CachedTokens tokens = new CachedTokens(fetcher, MARGIN, events, clock, new Random(42));

    @AfterEach
    void close() {
        tokens.close();
    }

    static Tenant tenant(Credential... credentials) {
        return new Tenant(
                "contoso",
                "22222222-2222-2222-2222-222222222222",
                "11111111-1111-1111-1111-111111111111",
                List.of(credentials),
                Authority.at("https://login.example.com"));
    }

    static String value(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Granted.class);
        return ((Grant.Granted) grant).token().value();
    }

    static Grant.Refused refused(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Refused.class);
        return (Grant.Refused) grant;
    }

    static Grant.Unavailable unavailable(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Unavailable.class);
        return (Grant.Unavailable) grant;
    }

    void advanceTo(Instant then) {
        clock.advance(Duration.between(clock.instant(), then));
    }

    /// Lets a thousand threads ask; the fetch lands only after the last of them has begun to.
    List<Grant> thousandCallers(Fetched fetched) throws Exception {
        int callers = 1000;
        CountDownLatch ready = new CountDownLatch(callers);
        fetcher.then(_ -> {
            ready.await();
            return fetched;
        });
        Callable<Grant> call =
                () -> {
                    ready.countDown();
                    return tokens.token(request);
                };
        List<Grant> grants = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Grant> grant : executor.invokeAll(Collections.nCopies(callers, call))) {
                grants.add(grant.get());
            }
        }
        return grants;
    }
}
