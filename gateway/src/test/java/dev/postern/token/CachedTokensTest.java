package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.event.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedTokensTest {

    private static final Scope SCOPE = new Scope("https://outlook.office365.com/.default");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final RecordedEvents events = new RecordedEvents();
    private final ScriptedFetcher fetcher = new ScriptedFetcher(clock);
    private final AtomicReference<String> secret = new AtomicReference<>("first-secret");
    private final Credential credential = new Credential.ClientSecret(secret::get);
    private final TokenRequest request = TokenRequest.of(tenant(credential), SCOPE);
    private final CachedTokens tokens =
            new CachedTokens(fetcher, MARGIN, events, clock, new Random(42));

    @AfterEach
    void close() {
        tokens.close();
    }

    private static Tenant tenant(Credential... credentials) {
        return new Tenant(
                "contoso",
                "22222222-2222-2222-2222-222222222222",
                "11111111-1111-1111-1111-111111111111",
                List.of(credentials),
                Authority.at("https://login.example.com"));
    }

    private static String value(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Granted.class);
        return ((Grant.Granted) grant).token().value();
    }

    private static Grant.Refused refused(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Refused.class);
        return (Grant.Refused) grant;
    }

    private static Grant.Unavailable unavailable(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Unavailable.class);
        return (Grant.Unavailable) grant;
    }

    private void advanceTo(Instant then) {
        clock.advance(Duration.between(clock.instant(), then));
    }

    /// Lets a thousand threads ask; the fetch lands only after the last of them has begun to.
    private List<Grant> thousandCallers(Fetched fetched) throws Exception {
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

    @Test
    void aThousandCallersAtOnceCauseOneRequest() throws Exception {
        Fetched token =
                new Fetched.Token(
                        new AccessToken("one"), clock.instant().plus(HOUR), Optional.empty());
        assertThat(thousandCallers(token)).hasSize(1000).allMatch(g -> value(g).equals("one"));
        assertThat(fetcher.asked()).hasSize(1);
    }

    @Test
    void aThousandCallersOfAFailingEndpointCauseOneRequest() throws Exception {
        assertThat(thousandCallers(new Fetched.Trouble("down")))
                .hasSize(1000)
                .allMatch(g -> unavailable(g).reason().equals("down"));
        assertThat(fetcher.asked()).hasSize(1);
    }

    @Test
    void heldTokenIsGivenWithoutARequest() throws Exception {
        fetcher.thenToken("one", HOUR);
        value(tokens.token(request));
        clock.advance(Duration.ofMinutes(50));
        assertThat(value(tokens.token(request))).isEqualTo("one");
        assertThat(fetcher.asked()).hasSize(1);
    }

    @Test
    void scopesDoNotShareATokenAndNeitherDoTenants() throws Exception {
        fetcher.thenToken("mail", HOUR).thenToken("graph", HOUR).thenToken("other", HOUR);
        TokenRequest graph =
                TokenRequest.of(
                        request.tenant(), new Scope("https://graph.microsoft.com/.default"));
        TokenRequest other =
                TokenRequest.of(tenant(new Credential.ClientSecret(() -> "other")), SCOPE);
        assertThat(value(tokens.token(request))).isEqualTo("mail");
        assertThat(value(tokens.token(graph))).isEqualTo("graph");
        assertThat(value(tokens.token(other))).isEqualTo("other");
    }

    @Test
    void tokenWithinTheMarginIsReplacedWhileCallersGoOnWithIt() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        fetcher.thenToken("one", HOUR).thenTokenBehind(gate, "two", HOUR);
        value(tokens.token(request));
        events.next();
        clock.advance(Duration.ofMinutes(56));

        assertThat(value(tokens.token(request))).isEqualTo("one");
        assertThat(value(tokens.token(request))).isEqualTo("one");
        gate.countDown();
        assertThat(events.next()).isInstanceOf(Event.TokenFetched.class);
        assertThat(value(tokens.token(request))).isEqualTo("two");
        assertThat(fetcher.asked()).hasSize(2);
    }

    @Test
    void expiredTokenIsNeverGiven() throws Exception {
        fetcher.thenToken("one", HOUR).thenTrouble(Duration.ZERO);
        value(tokens.token(request));
        clock.advance(HOUR);
        unavailable(tokens.token(request));
    }

    @Test
    void callerWhoNeedsMoreLifeGetsANewToken() throws Exception {
        fetcher.thenToken("one", HOUR).thenToken("two", HOUR);
        TokenRequest long20 = request.withLife(Duration.ofMinutes(20));
        value(tokens.token(request));
        clock.advance(Duration.ofMinutes(41));
        assertThat(value(tokens.token(request))).isEqualTo("one");
        assertThat(value(tokens.token(long20))).isEqualTo("two");
        assertThat(value(tokens.token(request))).isEqualTo("two");
    }

    @Test
    void tokenTooShortLivedForTheNeedIsGivenForHalfItsLife() throws Exception {
        TokenRequest demanding = request.withLife(Duration.ofMinutes(20));
        fetcher.thenToken("one", Duration.ofMinutes(10)).thenToken("two", Duration.ofMinutes(10));
        assertThat(value(tokens.token(demanding))).isEqualTo("one");
        clock.advance(Duration.ofMinutes(5));
        assertThat(value(tokens.token(demanding))).isEqualTo("one");
        clock.advance(Duration.ofSeconds(1));
        assertThat(value(tokens.token(demanding))).isEqualTo("two");
    }

    @Test
    void failingEndpointIsLeftAloneForLongerEachTime() throws Exception {
        Duration longest = Duration.ZERO;
        for (int i = 1; i <= 12; i++) {
            fetcher.thenTrouble(Duration.ZERO);
            Grant.Unavailable grant = unavailable(tokens.token(request));
            Duration wait = Duration.between(clock.instant(), grant.notBefore());
            long most = Math.min(300, 5L << (i - 1));
            assertThat(wait).isBetween(Duration.ofSeconds(most / 2), Duration.ofSeconds(most));
            longest = wait;

            clock.advance(wait.minusMillis(1));
            assertThat(tokens.token(request)).isEqualTo(grant);
            assertThat(fetcher.asked()).hasSize(i);
            advanceTo(grant.notBefore());
        }
        assertThat(longest).isGreaterThanOrEqualTo(Duration.ofSeconds(150));
    }

    @Test
    void successStartsTheBackoffAnew() throws Exception {
        for (int i = 0; i < 5; i++) {
            fetcher.thenTrouble(Duration.ZERO);
            advanceTo(unavailable(tokens.token(request)).notBefore());
        }
        fetcher.thenToken("one", HOUR).thenTrouble(Duration.ZERO);
        value(tokens.token(request));
        clock.advance(HOUR);
        Grant.Unavailable grant = unavailable(tokens.token(request));
        assertThat(grant.notBefore()).isBeforeOrEqualTo(clock.instant().plusSeconds(5));
    }

    @Test
    void refusalAfterALongOutageIsProbedAsSoonAsAnyFirstRefusal() throws Exception {
        for (int i = 0; i < 10; i++) {
            fetcher.thenTrouble(Duration.ZERO);
            advanceTo(unavailable(tokens.token(request)).notBefore());
        }
        fetcher.thenDenied(700016);
        assertThat(refused(tokens.token(request)).notBefore())
                .isBeforeOrEqualTo(clock.instant().plusSeconds(60));
    }

    @Test
    void retryAfterIsKept() throws Exception {
        fetcher.thenTrouble(Duration.ofMinutes(17));
        assertThat(unavailable(tokens.token(request)).notBefore())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(17)));
    }

    @Test
    void heldTokenIsGivenWhileTheEndpointFails() throws Exception {
        fetcher.thenToken("one", HOUR).thenTrouble(Duration.ofMinutes(10));
        value(tokens.token(request));
        events.next();
        clock.advance(Duration.ofMinutes(56));
        assertThat(value(tokens.token(request))).isEqualTo("one");
        assertThat(events.next()).isInstanceOf(Event.TokenFailed.class);

        assertThat(value(tokens.token(request))).isEqualTo("one");
        clock.advance(Duration.ofSeconds(190));
        assertThat(unavailable(tokens.token(request)).reason()).contains("busy");
        assertThat(fetcher.asked()).hasSize(2);
    }

    @Test
    void refusalIsRememberedAndProbedEverMoreRarely() throws Exception {
        for (int i = 1; i <= 8; i++) {
            fetcher.thenDenied(700016);
            Grant.Refused grant = refused(tokens.token(request));
            Duration wait = Duration.between(clock.instant(), grant.notBefore());
            long most = Math.min(900, 60L << (i - 1));
            assertThat(wait).isBetween(Duration.ofSeconds(most / 2), Duration.ofSeconds(most));
            assertThat(tokens.token(request)).isEqualTo(grant);
            assertThat(fetcher.asked()).hasSize(i);
            advanceTo(grant.notBefore());
        }
    }

    @Test
    void changedSecretIsTriedAtOnceAndThenSoonAgain() throws Exception {
        for (int i = 0; i < 5; i++) {
            fetcher.thenDenied(7000215);
            advanceTo(refused(tokens.token(request)).notBefore());
        }
        fetcher.thenDenied(7000215);
        refused(tokens.token(request));

        secret.set("second-secret");
        fetcher.thenDenied(7000215).thenToken("one", HOUR);
        Grant.Refused grant = refused(tokens.token(request));
        assertThat(grant.notBefore()).isBeforeOrEqualTo(clock.instant().plusSeconds(30));
        advanceTo(grant.notBefore());
        assertThat(value(tokens.token(request))).isEqualTo("one");
    }

    @Test
    void changedFileIsTriedAtOnce(@TempDir Path folder) throws Exception {
        Path certificate = TestKeys.write(folder.resolve("c.pem"), "old");
        Path key = TestKeys.write(folder.resolve("k.pem"), "old");
        TokenRequest byFile =
                TokenRequest.of(tenant(new Credential.PemCertificate(certificate, key)), SCOPE);
        fetcher.thenDenied(700027).thenDenied(700027).thenToken("one", HOUR);
        Grant first = refused(tokens.token(byFile));
        assertThat(tokens.token(byFile)).isSameAs(first);
        TestKeys.write(key, "new");
        Grant second = refused(tokens.token(byFile));
        assertThat(second).isNotSameAs(first);
        Files.delete(certificate);
        assertThat(value(tokens.token(byFile))).isEqualTo("one");
    }

    @Test
    void changedSecretDoesNotEndThePauseOfABusyEndpoint() throws Exception {
        fetcher.thenTrouble(Duration.ofMinutes(1));
        Grant grant = unavailable(tokens.token(request));
        secret.set("second-secret");
        assertThat(tokens.token(request)).isEqualTo(grant);
    }

    @Test
    void secondCredentialIsTriedWhenTheFirstIsRefused() throws Exception {
        Credential second = new Credential.ClientSecret(() -> "second");
        Tenant rolling = tenant(credential, second);
        fetcher.thenDenied(7000222).thenToken("one", HOUR);
        Grant grant = tokens.token(TokenRequest.of(rolling, SCOPE));
        assertThat(fetcher.asked()).containsExactly(credential, second);
        assertThat(grant)
                .asInstanceOf(InstanceOfAssertFactories.type(Grant.Granted.class))
                .satisfies(granted ->
                        assertThat(granted.passedOver())
                                .extracting(Refusal::cause)
                                .containsExactly(Cause.SECRET_EXPIRED));
        assertThat(tokens.status())
                .flatExtracting(TokenStatus::passedOver)
                .extracting(Refusal::code)
                .containsExactly(7000222);
    }

    @Test
    void refusalsOfAllCredentialsAreTold() throws Exception {
        Tenant rolling = tenant(credential, new Credential.ClientSecret(() -> "second"));
        fetcher.thenDenied(7000222).thenDenied(7000215);
        Grant.Refused grant = refused(tokens.token(TokenRequest.of(rolling, SCOPE)));
        assertThat(grant.refusals()).extracting(Refusal::code).containsExactly(7000222, 7000215);
        assertThat(events.next())
                .asInstanceOf(InstanceOfAssertFactories.type(Event.TokenFailed.class))
                .satisfies(failed ->
                        assertThat(failed.reason()).contains("AADSTS7000222", "AADSTS7000215"));
    }

    @Test
    void secondCredentialIsLeftAloneWhenItCouldNotHelp() throws Exception {
        Tenant rolling = tenant(credential, new Credential.ClientSecret(() -> "second"));
        fetcher.thenDenied(90002);
        refused(tokens.token(TokenRequest.of(rolling, SCOPE)));
        assertThat(fetcher.asked()).hasSize(1);
    }

    @Test
    void secondCredentialIsLeftAloneWhenTheEndpointFails() throws Exception {
        Tenant rolling = tenant(credential, new Credential.ClientSecret(() -> "second"));
        fetcher.thenTrouble(Duration.ZERO);
        unavailable(tokens.token(TokenRequest.of(rolling, SCOPE)));
        assertThat(fetcher.asked()).hasSize(1);
    }

    @Test
    void forgottenTokenIsFetchedAnew() throws Exception {
        fetcher.thenToken("one", HOUR).thenToken("two", HOUR);
        AccessToken one = new AccessToken(value(tokens.token(request)));
        clock.advance(Duration.ofSeconds(31));
        tokens.forget(one);
        assertThat(value(tokens.token(request))).isEqualTo("two");
        tokens.forget(one);
        assertThat(value(tokens.token(request))).isEqualTo("two");
    }

    @Test
    void tokenRefusedRightAfterItsFetchIsNotReplacedInALoop() throws Exception {
        fetcher.thenToken("one", HOUR).thenToken("two", HOUR);
        tokens.forget(new AccessToken(value(tokens.token(request))));
        Grant.Unavailable grant = unavailable(tokens.token(request));
        assertThat(grant.notBefore()).isEqualTo(HandClock.START.plusSeconds(30));
        assertThat(fetcher.asked()).hasSize(1);
        advanceTo(grant.notBefore());
        assertThat(value(tokens.token(request))).isEqualTo("two");
    }

    @Test
    void impatientCallerLeavesAndTheFetchGoesOn() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        fetcher.thenTokenBehind(gate, "one", HOUR);
        Grant.Unavailable grant =
                unavailable(tokens.token(request.withPatience(Duration.ofMillis(1))));
        assertThat(grant.reason()).contains("login.example.com", "1 ms");
        gate.countDown();
        assertThat(value(tokens.token(request))).isEqualTo("one");
        assertThat(fetcher.asked()).hasSize(1);
    }

    @Test
    void interruptedCallerTakesNothingFromTheOthers() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        fetcher.thenTokenBehind(gate, "one", HOUR);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Grant> other = executor.submit(() -> tokens.token(request));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> tokens.token(request))
                    .isInstanceOf(InterruptedException.class);
            gate.countDown();
            assertThat(value(other.get())).isEqualTo("one");
        }
        assertThat(fetcher.asked()).hasSize(1);
    }

    @Test
    void defectInAFetchIsToldByItsPlaceAndDoesNotBlockTheNext() throws Exception {
        fetcher.then(
                        _ -> {
                            throw new IllegalStateException("quotes a secret");
                        })
                .thenToken("one", HOUR);
        Grant.Unavailable grant = unavailable(tokens.token(request));
        assertThat(grant.reason())
                .contains("IllegalStateException", "CachedTokensTest")
                .doesNotContain("quotes a secret");
        advanceTo(grant.notBefore());
        assertThat(value(tokens.token(request))).isEqualTo("one");
    }

    @Test
    void freshRequestPassesOverARefusal() throws Exception {
        fetcher.thenDenied(65001).thenToken("one", HOUR);
        refused(tokens.token(request));
        assertThat(value(tokens.token(request.asFresh()))).isEqualTo("one");
    }

    @Test
    void freshRequestReplacesAHeldToken() throws Exception {
        fetcher.thenToken("one", HOUR).thenToken("two", HOUR);
        value(tokens.token(request));
        assertThat(value(tokens.token(request.asFresh()))).isEqualTo("two");
        assertThat(value(tokens.token(request))).isEqualTo("two");
    }

    @Test
    void statusTellsWhatIsHeldAndWhatWentWrong() throws Exception {
        fetcher.thenToken("one", HOUR).thenDenied(7000222);
        value(tokens.token(request));
        assertThat(tokens.status())
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.tenant()).isEqualTo("contoso");
                    assertThat(status.scope()).isEqualTo(SCOPE);
                    assertThat(status.fetched()).contains(HandClock.START);
                    assertThat(status.expires()).contains(HandClock.START.plus(HOUR));
                    assertThat(status.failure()).isEmpty();
                    assertThat(status.fetching()).isFalse();
                });

        clock.advance(HOUR);
        Grant.Refused grant = refused(tokens.token(request));
        assertThat(tokens.status())
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.failure().orElse("")).contains("AADSTS7000222");
                    assertThat(status.failures()).isEqualTo(1);
                    assertThat(status.notBefore()).contains(grant.notBefore());
                });
    }

    @Test
    void fetchesAreReported() throws Exception {
        fetcher.thenToken("one", HOUR).thenTrouble(Duration.ofMinutes(1));
        value(tokens.token(request));
        clock.advance(HOUR);
        unavailable(tokens.token(request));
        assertThat(events.next())
                .isEqualTo(
                        new Event.TokenFetched(
                                "contoso", SCOPE.value(), HandClock.START.plus(HOUR)));
        assertThat(events.next())
                .isEqualTo(
                        new Event.TokenFailed(
                                "contoso",
                                SCOPE.value(),
                                "the endpoint is busy",
                                clock.instant().plusSeconds(60)));
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void closingEndsAFetchUnderWayAndRefusesTheNext() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        fetcher.then(_ -> {
            under.countDown();
            new CountDownLatch(1).await();
            return new Fetched.Trouble("never");
        });
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Grant> waiting = executor.submit(() -> tokens.token(request));
            under.await();
            tokens.close();
            assertThat(unavailable(waiting.get()).reason()).contains("stopping");
        }
        clock.advance(HOUR);
        assertThat(unavailable(tokens.token(request)).reason()).contains("stopping");
    }
}
