package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.app.RunningGateway;
import dev.postern.event.Event;
import dev.postern.submission.Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody relays through Postern who may not: by no door, in no form of address, and by no settings
/// that our documents show.
@Tag("acceptance")
@Tag("slow")
class OpenRelayTest {

    private static final String HOST =
            "host: {smart-host: {host: 127.0.0.1, port: {smart-host-port}, tls: none}}\n";
    private static final RelayScene.Plan PLAN =
            new RelayScene.Plan(
                    "[{recipients: [internal], to: host}]",
                    HOST,
                    "api: {listen: \"127.0.0.1:{api-port}\"}\n");
    private static final Pattern LISTEN = Pattern.compile("listen: *\"?[0-9.]+:[0-9]+\"?");
    private static final Path ROOT = Path.of("..");

    @TempDir Path folder;

    private static void nothingCame(RelayScene scene) {
        assertThat(scene.gateway.events(Event.Submitted.class)).isEmpty();
        assertThat(scene.outbox()).isEmpty();
    }

    @Test
    void strangersGetNowhereBeforeTlsAfterItAndByImplicitTls() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            OpenRelayProbes.fail(scene::device);
            OpenRelayProbes.fail(() -> greeted(scene.port));
            var _ =
                    scene.gateway.reload(
                            scene.yaml(PLAN).replace("mode: starttls", "mode: implicit"));
            OpenRelayProbes.fail(scene::implicit);
            nothingCame(scene);
        }
    }

    private static Client greeted(int port) throws IOException {
        Client client = new Client(port);
        client.hear("220");
        client.ask("EHLO probe", "250");
        return client;
    }

    /// Version 2 of HAProxy's protocol, by somebody who says that he is a device of ours.
    private static byte[] claim(String address) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10});
        header.writeBytes(new byte[] {0x21, 0x11, 0, 12});
        header.writeBytes(InetAddress.getByName(address).getAddress());
        header.writeBytes(new byte[] {127, 0, 0, 1, 40, 0, 2, 75});
        return header.toByteArray();
    }

    @Test
    void whoIsNoProxyClaimsAnAddressInVain() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            trust(scene, "trusted: [10.20.0.0/16], proxies: [10.9.9.9/32]");
            try (Client liar = new Client(scene.secondPort)) {
                liar.raw(claim("10.20.0.5"));
                liar.hearEnd();
            }
            trust(scene, "trusted: [10.20.0.0/16]");
            try (Client liar = new Client(scene.secondPort)) {
                liar.hear("220");
                liar.raw(claim("10.20.0.5"));
                liar.say("");
                liar.hear("5");
            }
            nothingCame(scene);
        }
    }

    @Test
    void networksThatAreTrustedAreThoseOfTheClientAndNotOfItsProxy() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            trust(scene, "trusted: [127.0.0.0/8], proxies: [127.0.0.0/8]");
            OpenRelayProbes.fail(() -> {
                Client stranger = new Client(scene.secondPort);
                stranger.raw(claim("203.0.113.7"));
                stranger.hear("220");
                stranger.ask("EHLO probe", "250");
                return stranger;
            });
            nothingCame(scene);
        }
    }

    private static void trust(RelayScene scene, String whom) throws IOException {
        String yaml = scene.yaml(PLAN).replace("trusted: [127.0.0.0/8]", whom);
        assertThat(yaml).contains(whom);
        var _ = scene.gateway.reload(yaml);
    }

    /// Who may send inwards gets nothing out by writing the address in another way.
    @Test
    void accountThatMaySendInwardsSendsNothingOut() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            scene.account("printer1", "scanner@example.cz");
            List<String> taken = new ArrayList<>();
            for (String recipient : OpenRelayProbes.RECIPIENTS) {
                try (Client printer = scene.signedIn("printer1")) {
                    printer.ask("MAIL FROM:<scanner@example.cz>", "250");
                    if (printer.ask("RCPT TO:<" + recipient + ">", "").startsWith("250")) {
                        taken.add(recipient);
                        printer.ask("DATA", "354");
                        printer.ask("From: scanner@example.cz\r\n\r\nx\r\n.", "250");
                    }
                }
            }
            assertThat(taken).isNotEmpty().allMatch(one -> one.endsWith("@example.cz"));
            assertThat(scene.arrived(taken.size()))
                    .flatExtracting(one -> one.envelope().addresses())
                    .containsExactlyInAnyOrderElementsOf(taken);
        }
    }

    @Test
    void apiTakesNothingFromStrangersNorForForeignSenders() throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN);
                HttpClient client = HttpClient.newHttpClient()) {
            scene.account("erp", "erp@example.cz");
            String own = "Basic " + RelayScene.basic("erp");
            assertThat(post(client, scene, "erp@example.cz", "razr@example.cz", "Basic Og=="))
                    .isEqualTo(401);
            assertThat(post(client, scene, "erp@example.cz", "razr@example.cz", "None"))
                    .isEqualTo(401);
            for (String recipient : OpenRelayProbes.RECIPIENTS) {
                for (String sender : List.of("director@example.cz", "a@contoso.com")) {
                    assertThat(post(client, scene, sender, recipient, own)).isIn(400, 403);
                }
            }
            assertThat(post(client, scene, "erp@example.cz", "a@contoso.com", own)).isEqualTo(400);
            nothingCame(scene);
        }
    }

    private static int post(
            HttpClient client, RelayScene scene, String from, String to, String authorization)
            throws Exception {
        String query =
                "from=%s&to=%s"
                        .formatted(
                                URLEncoder.encode(from, StandardCharsets.UTF_8),
                                URLEncoder.encode(to, StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/messages?%s"
                                                .formatted(scene.apiPort, query)))
                        .header("Authorization", authorization)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "From: " + from + "\r\n\r\nx\r\n"))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/how-to/relay.md",
                "docs/reference/settings.md",
                "postern lab"
            })
    void settingsThatWeShowRelayForNoStranger(String document) throws Exception {
        try (RelayScene scene = new RelayScene(folder, PLAN)) {
            String text =
                    document.equals("postern lab")
                            ? RunningGateway.labSettings(scene.lab.started())
                            : Files.readString(ROOT.resolve(document));
            List<String> samples = samples(text);
            assertThat(samples).isNotEmpty();
            for (String sample : samples) {
                int listeners = (int) LISTEN.matcher(sample).results().count();
                assertThat(listeners).isBetween(1, 2);
                var _ = scene.gateway.reload(completed(scene, sample));
                OpenRelayProbes.fail(() -> greeted(scene.port));
                if (listeners == 2) {
                    OpenRelayProbes.fail(() -> greeted(scene.secondPort));
                }
            }
            nothingCame(scene);
        }
    }

    /// The blocks `relay:` of a document, up to the next key or the end of the example.
    private static List<String> samples(String text) {
        return Pattern.compile("(?m)^relay:\n(?:[ ].*\n|\n)+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /// With this machine's addresses and files, and every destination a host that would take it.
    private static String completed(RelayScene scene, String sample) {
        List<Integer> ports = new ArrayList<>(List.of(scene.port, scene.secondPort));
        String relay =
                LISTEN.matcher(sample)
                        .replaceAll(_ -> "listen: \"127.0.0.1:" + ports.removeFirst() + "\"")
                        .replaceAll("certificate: [^,}]+", "certificate: tls.pem")
                        .replaceAll("key: [^,}]+", "key: tls.key");
        String host = scene.lab.started().smartHost();
        String places =
                Stream.of("exchange", "hve", "acs", "acs-smtp", "graph", "onprem")
                        .map(name ->
                                "  %s: {smart-host: {host: 127.0.0.1, port: %d, tls: none}}\n"
                                        .formatted(name, RelayWaysTest.portOf(host)))
                        .collect(Collectors.joining());
        return "data: data\nqueue: {reserve: 16MiB}\n" + relay + "\ndestinations:\n" + places;
    }
}
