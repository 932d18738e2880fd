package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.peers.Ports;
import dev.postern.submission.Client;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of those who sign in, rightly and wrongly, to hand in mail, to call the HTTP API
/// and to open a mailbox through the proxy: no secret of theirs anywhere, and none of Postern's
/// own.
@Tag("crash")
class SecrecyAtTheDoorTest {

    private static final String WRONG = "a-guess-that-is-wrong-Q8z";
    private static final String SIGNATURE = "Zm9yZ2VkLXNpZ25hdHVyZS1vZi1hLXN0cmFuZ2VyLTEyMzQ=";

    @TempDir private Path folder;

    private final List<String> secrets = new ArrayList<>();

    @Test
    void whoSignsInLeavesNoSecretBehind() throws Exception {
        try (Household house = new Household(folder)) {
            int[] ports = ports();
            settings(house, ports);
            PosternProcess.Result made =
                    house.postern(
                            "account",
                            "add",
                            "printer1",
                            "--senders",
                            "*@example.cz",
                            "--mailboxes",
                            Scene.IMAP,
                            "--access-key");
            assertThat(made.code()).as(made.err()).isZero();
            List<String> printed = made.out().lines().map(String::strip).toList();
            String password = printed.getFirst();
            printed.stream().filter(line -> line.length() >= 8).forEach(secrets::add);
            secrets.addAll(List.of("lab-secret", Scene.SIGNING_SECRET, "eyJ", "dXNlcj", SIGNATURE));
            try (PosternProcess service = house.service()) {
                for (String tried : List.of(WRONG, password)) {
                    submit(ports[0], tried);
                    call(ports[1], "Basic " + base64("printer1:" + tried));
                    read(ports[2], tried);
                    secrets.addAll(
                            List.of(
                                    tried,
                                    base64(tried),
                                    base64("\0printer1\0" + tried),
                                    base64("printer1:" + tried)));
                }
                call(
                        ports[1],
                        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                                + SIGNATURE);
                for (String verb : List.of("status", "devices", "account list", "queue list")) {
                    String[] words = (verb + " --json").split(" ", -1);
                    assertThat(house.postern(words).code()).as(verb).isZero();
                }
                for (String file : List.of("cmdline", "environ")) {
                    String text = Files.readString(Path.of("/proc/" + service.pid(), file));
                    assertThat(secrets).as(file).noneMatch(text::contains);
                }
                service.signal("TERM");
                assertThat(service.await().code()).isZero();
                assertThat(service.err()).contains("printer1");
            }
            searched(made.out());
        }
    }

    private static int[] ports() throws IOException {
        return new int[] {Ports.free(), Ports.free(), Ports.free()};
    }

    private static void settings(Household house, int... ports) throws IOException {
        house.change(
                ", trust: ca.pem}",
                ", smtp: \"%s\", trust: ca.pem}".formatted(house.scene.lab.started().smtp()));
        house.change(
                "destinations:\n",
                "destinations:\n  out: {exchange: {tenant: lab, mailbox: %s}}\n"
                        .formatted(Scene.IMAP));
        house.change(
                "queue: {reserve",
                """
                log: {level: trace}
                relay:
                  name: postern.example.cz
                  listeners: [{listen: "127.0.0.1:%d", tls: {mode: none}}]
                  routes: [{to: out}]
                api: {listen: "127.0.0.1:%d"}
                proxy: [{protocol: imap, listen: "127.0.0.1:%d", tenant: lab}]
                queue: {reserve\
                """
                        .formatted(ports[0], ports[1], ports[2]));
    }

    private static void submit(int port, String password) throws IOException {
        try (Client device = new Client(port)) {
            device.hear("220");
            device.ask("EHLO printer", "250");
            device.ask("AUTH LOGIN " + base64("printer1"), "334");
            if (device.ask(base64(password), "").startsWith("235")) {
                device.send(Scene.IMAP, "anna@example.cz");
            }
        }
        try (Client device = new Client(port)) {
            device.hear("220");
            device.ask("EHLO printer", "250");
            device.ask("AUTH PLAIN " + base64("\0printer1\0" + password), "");
        }
    }

    private static void call(int port, String authorization) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/emails:send?api-version=1"
                                                    .formatted(port)))
                            .header("Authorization", authorization)
                            .header("x-ms-date", "Sat, 21 Nov 2026 12:00:00 GMT")
                            .header("x-ms-content-sha256", SIGNATURE)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            int status = client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            assertThat(status).isBetween(400, 499);
        }
    }

    private static void read(int port, String password) throws IOException {
        try (Client client = new Client(port)) {
            client.hear("* OK");
            client.say("l LOGIN " + Scene.IMAP + " \"" + password + "\"");
            if (client.until("l ").getLast().startsWith("l OK")) {
                client.say("s STATUS INBOX (MESSAGES)");
                client.until("s OK");
            }
        }
    }

    /// All files but those that hold secrets by their nature, and what told the account's once.
    private void searched(String told) throws IOException {
        int count = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                boolean given =
                        file.endsWith("client-secret")
                                || file.endsWith("signing-secret")
                                || file.endsWith("ca.pem")
                                || text.equals(told);
                for (String secret : given ? List.<String>of() : secrets) {
                    assertThat(text.contains(secret)).as("%s in %s", secret, file).isFalse();
                }
                count += given ? 0 : 1;
            }
        }
        assertThat(count).isGreaterThan(5);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
