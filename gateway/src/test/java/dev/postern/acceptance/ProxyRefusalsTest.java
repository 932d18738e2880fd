package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.submission.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients that are not let in, by each protocol, and a lab that notices nothing of them.
@Tag("acceptance")
class ProxyRefusalsTest {

    private static final String ACCOUNT = "razr-app";
    private static final String LOGIN = ACCOUNT + "/" + ProxyScene.MAILBOX;

    /// So many failures lock an account out of an address.
    private static final int FAILURES = 10;

    @TempDir private Path folder;

    private static void assertNobodyCame(ProxyScene scene, long noticedBefore) {
        assertThat(scene.noticed()).isEqualTo(noticedBefore);
        assertThat(scene.lab.mail().journal().connections()).isZero();
        assertThat(scene.lab.entra().count().counted().requests()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Entrance.class)
    void mailboxOfAnotherAndAWrongNetworkCauseNothingUpstream(Entrance entrance) throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account(ACCOUNT, List.of(ProxyScene.MAILBOX));
            scene.account("elsewhere", List.of(ProxyScene.OTHER), "192.0.2.0/24");
            long before = scene.noticed();
            try (Client client = entrance.client(scene)) {
                String other = ACCOUNT + "/" + ProxyScene.OTHER;
                assertThat(entrance.signIn(client, other, ProxyScene.PASSWORD))
                        .startsWith(entrance.notAllowed);
                String elsewhere = "elsewhere/" + ProxyScene.OTHER;
                assertThat(entrance.signIn(client, elsewhere, ProxyScene.PASSWORD))
                        .startsWith(entrance.wrong);
            }
            assertNobodyCame(scene, before);
            assertThat(scene.gateway.events(Event.SignInRefused.class))
                    .extracting(Event.SignInRefused::account)
                    .containsExactly(ACCOUNT, "elsewhere");
        }
    }

    @Test
    void accountThatIsLockedOutCausesNothingUpstreamByAnyProtocol() throws Exception {
        try (ProxyScene scene = new ProxyScene(folder, "")) {
            scene.account(ACCOUNT, List.of(ProxyScene.MAILBOX));
            long before = scene.noticed();
            List<Entrance> entrances = List.of(Entrance.values());
            List<Attempt> guesses = new ArrayList<>();
            for (int number = 0; number < FAILURES; number++) {
                Entrance entrance = entrances.get(number % entrances.size());
                guesses.add(new Attempt(entrance, "guess-" + number, entrance.wrong));
            }
            allAtOnce(scene, guesses);
            List<Attempt> right = new ArrayList<>();
            for (Entrance entrance : entrances) {
                right.add(new Attempt(entrance, ProxyScene.PASSWORD, entrance.tooMuch));
            }
            allAtOnce(scene, right);
            assertNobodyCame(scene, before);

            scene.lab.clock().advance(Duration.ofMinutes(16));
            allAtOnce(
                    scene,
                    List.of(
                            new Attempt(
                                    Entrance.IMAP, ProxyScene.PASSWORD, Entrance.IMAP.welcome)));
            assertThat(scene.noticed()).isGreaterThan(before);
            assertThat(scene.lab.mail().journal().connections()).isOne();
        }
    }

    /// @param reply how it begins
    private record Attempt(Entrance entrance, String password, String reply) {

        Void make(ProxyScene scene) throws Exception {
            try (Client client = entrance.client(scene)) {
                assertThat(entrance.signIn(client, LOGIN, password)).startsWith(reply);
            }
            return null;
        }
    }

    /// Each answer takes some seconds.
    private static void allAtOnce(ProxyScene scene, List<Attempt> attempts) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> made =
                    attempts.stream().map(one -> threads.submit(() -> one.make(scene))).toList();
            for (Future<Void> one : made) {
                one.get();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POP3", "SMTP"}) // IMAP: ProxyTest
    void connectionsBeyondTheCapAreRefused(Entrance entrance) throws Exception {
        try (ProxyScene scene =
                new ProxyScene(folder, ", mailbox: {connections: 1, patience: 0s}")) {
            scene.account(ACCOUNT, List.of(ProxyScene.MAILBOX));
            try (Client second = entrance.client(scene)) {
                try (Client first = entrance.client(scene)) {
                    assertThat(entrance.signIn(first, LOGIN, ProxyScene.PASSWORD))
                            .startsWith(entrance.welcome);
                    long connections = scene.lab.mail().journal().connections();
                    assertThat(entrance.signIn(second, LOGIN, ProxyScene.PASSWORD))
                            .startsWith(entrance.tooMuch);
                    assertThat(scene.lab.mail().journal().connections()).isEqualTo(connections);
                }
                scene.gateway.await(
                        "the session is over",
                        () -> !scene.gateway.events(Event.Proxied.class).isEmpty());
                assertThat(entrance.signIn(second, LOGIN, ProxyScene.PASSWORD))
                        .startsWith(entrance.welcome);
            }
        }
    }
}
