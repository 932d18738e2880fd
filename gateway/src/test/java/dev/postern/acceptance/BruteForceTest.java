package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.AccountOrder;
import dev.postern.event.Event;
import dev.postern.peers.Ports;
import dev.postern.submission.Client;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody guesses passwords at all doors at once: few of the guesses are even checked, and
/// whoever has the password and was there before still comes in.
@Tag("acceptance")
class BruteForceTest {

    private static final String SCANNER = "scanner@example.cz";
    private static final int GUESSES = 40;

    /// Failures of one account, or mailbox, from one address before nothing is checked any more.
    private static final int CHECKED = 10;

    /// Of each door's guesses so many may have been waiting for their turn when the lock fell.
    private static final int UNDER_WAY = Runtime.getRuntime().availableProcessors();

    @TempDir Path folder;

    private final InetAddress thief = address("127.0.0.1");
    private final InetAddress owner = address("127.0.0.2");

    /// A way in.
    private interface Door {
        /// @return how the answer begins
        String knock(InetAddress from, String password) throws Exception;
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void fewGuessesAreCheckedAtAllDoorsTogetherAndTheOwnerComesIn() throws Exception {
        int proxyPort;
        proxyPort = Ports.free();
        String more =
                """
                api: {listen: "127.0.0.1:{api-port}"}
                proxy: [{protocol: imap, listen: "127.0.0.1:%d", tenant: lab}]
                """
                        .formatted(proxyPort);
        RelayScene.Plan plan =
                new RelayScene.Plan(
                        "[{to: host}]",
                        "host: {smart-host: {host: localhost, port: {smart-host-port}, trust: ca.pem}}\n",
                        more);
        try (RelayScene scene = new RelayScene(folder, plan)) {
            var _ =
                    scene.add(
                            new AccountOrder(
                                    "printer1",
                                    List.of(SCANNER),
                                    AccountOrder.From.KEEP,
                                    Optional.empty(),
                                    List.of("razr@example.cz"),
                                    List.of(),
                                    Optional.empty(),
                                    false));
            List<Door> doors =
                    List.of(
                            (from, password) -> submission(scene, from, password),
                            (from, password) -> api(scene, from, password),
                            (from, password) -> proxy(proxyPort, from, password));
            for (Door door : doors) {
                assertThat(door.knock(owner, RelayScene.PASSWORD)).matches("235|404|l OK");
            }
            guess(doors);
            long checked = refusals(scene, thief).stream().filter("wrong password"::equals).count();
            assertThat(checked).isBetween((long) CHECKED, 2L * CHECKED + 3L * UNDER_WAY);
            assertThat(refusals(scene, thief)).hasSize(doors.size() * GUESSES);
            assertThat(scene.gateway.events(Event.LockedOut.class)).isNotEmpty();

            for (Door door : doors) {
                assertThat(door.knock(thief, RelayScene.PASSWORD)).matches("421|429|l NO");
                assertThat(door.knock(owner, RelayScene.PASSWORD)).matches("235|404|l OK");
            }
            assertThat(scene.gateway.events(Event.SignedIn.class))
                    .hasSize(2 * doors.size())
                    .allMatch(one -> one.address().equals(owner.getHostAddress()));
        }
    }

    private void guess(List<Door> doors) throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < GUESSES; i++) {
                String guess = "guess" + i;
                doors.forEach(door -> answers.add(threads.submit(() -> door.knock(thief, guess))));
            }
        }
        for (Future<String> answer : answers) {
            assertThat(answer.get()).matches("535|421|401|429|l NO");
        }
    }

    /// Why each attempt from there was refused, as it stands in the log.
    private static List<String> refusals(RelayScene scene, InetAddress from) {
        return scene.gateway.events(Event.SignInRefused.class).stream()
                .filter(one -> one.address().equals(from.getHostAddress()))
                .map(Event.SignInRefused::reason)
                .collect(Collectors.toList());
    }

    private static String submission(RelayScene scene, InetAddress from, String password)
            throws Exception {
        try (Client device = scene.device(from)) {
            return device.ask("AUTH PLAIN " + RelayScene.plain("printer1", password), "")
                    .substring(0, 3);
        }
    }

    /// Who is let in hears that there is no such operation.
    private static String api(RelayScene scene, InetAddress from, String password)
            throws Exception {
        String basic =
                Base64.getEncoder()
                        .encodeToString(("printer1:" + password).getBytes(StandardCharsets.UTF_8));
        String path = "/emails/operations/00000000-0000-0000-0000-000000000000?api-version=1";
        try (HttpClient client = HttpClient.newBuilder().localAddress(from).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + scene.apiPort + path))
                            .header("Authorization", "Basic " + basic)
                            .build();
            return String.valueOf(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }

    private static String proxy(int port, InetAddress from, String password) throws Exception {
        try (Client client = new Client(port, from)) {
            client.hear("* OK");
            return ProxyScene.login(client, "razr@example.cz", password).substring(0, 4);
        }
    }
}
