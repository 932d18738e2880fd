package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.event.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CachedTokensTest extends CachedTokensScene {

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
