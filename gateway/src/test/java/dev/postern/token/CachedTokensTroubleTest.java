package dev.postern.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.advice.Cause;
import dev.postern.event.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CachedTokensTroubleTest extends CachedTokensScene {

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
        assertThat(events.next()).isInstanceOf(Event.TokenFetched.class);
        assertThat(events.next())
                .asInstanceOf(InstanceOfAssertFactories.type(Event.AlarmRaised.class))
                .extracting(Event.AlarmRaised::subject)
                .isEqualTo("first credential of tenant contoso");
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
}
