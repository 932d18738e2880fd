package dev.postern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a busy run leaves behind: no secret anywhere, and in the log nobody's address or subject.
@Tag("crash")
class SecrecyOfARunTest {

    private static final String WRONG_SECRET = "a-secret-that-is-wrong-Q8z";

    /// The head of a JSON Web Token, and of an answer to XOAUTH2, in base64.
    private static final List<String> SECRETS =
            List.of("lab-secret", Scene.SIGNING_SECRET, WRONG_SECRET, "eyJ", "dXNlcj");

    private static final List<String> PRIVATE =
            List.of("Zelenooky", "obcan.tajny@", Scene.IMAP, Scene.POP3);

    private static final String LETTER =
            """
            From: Obcan Tajny <obcan.tajny@example.cz>
            To: razr@example.cz
            Message-ID: <obcan.tajny@example.cz>
            Subject: Zelenooky kocour

            Text.
            """;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"{level: trace}", "{level: trace, format: json}"})
    void busyRunGivesNothingAway(String log) throws Exception {
        try (Household house = new Household(folder)) {
            house.change("queue: {reserve", "log: " + log + "\nqueue: {reserve");
            run(house);
        }
        Map<Path, String> written = files();
        for (String secret : SECRETS) {
            assertThat(written).as(secret).allSatisfy((file, text) -> lacks(file, text, secret));
        }
        for (String word : PRIVATE) {
            assertThat(outputs(written)).as(word).noneMatch(text -> text.contains(word));
        }
        assertThat(outputs(written)).anyMatch(text -> text.contains("handed over to inbox"));
    }

    @Test
    void addressesAreShownToThoseWhoAskForThem() throws Exception {
        try (Household house = new Household(folder)) {
            house.change("queue: {reserve", "log: {privacy: off}\nqueue: {reserve");
            run(house);
        }
        assertThat(outputs(files())).noneMatch(text -> text.contains("Zelenooky"));
    }

    private static void lacks(Path file, String text, String secret) {
        assertThat(text.contains(secret)).as("%s in %s", secret, file).isFalse();
    }

    /// Mail comes and goes, is refused, is looked at, and the secret becomes wrong.
    private void run(Household house) throws Exception {
        house.scene.lab.mail().store().deliver(Scene.IMAP, MessageSource.of(LETTER));
        house.scene.lab.mail().store().deliver(Scene.POP3, MessageSource.of(LETTER));
        house.scene.application.refuse(true);
        try (PosternProcess service = house.service()) {
            Household.await("both are parked", () -> parked(house) == 2);
            String line = Files.readString(Path.of("/proc/" + service.pid() + "/cmdline"));
            assertThat(SECRETS).noneMatch(line::contains);
            assertThat(house.postern("status", "--json").code()).isZero();
            service.signal("TERM");
            assertThat(service.await().code()).isZero();
        }
        Files.writeString(folder.resolve("client-secret"), WRONG_SECRET);
        PosternProcess.Result refused = house.postern("collect", "requests", "--once", "--json");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("AADSTS7000215");
        Files.delete(folder.resolve("client-secret"));
        Files.delete(folder.resolve("signing-secret"));
    }

    private static long parked(Household house) throws IOException, InterruptedException {
        return house.postern("queue", "list", "--state", "parked").out().lines().count();
    }

    /// Everything that Postern has written: its output, its store and whatever lies beside it.
    private Map<Path, String> files() throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                boolean given = file.endsWith("ca.pem") || file.endsWith("postern.yaml");
                boolean message = file.getParent().endsWith("inbox");
                if (!given && !message) {
                    texts.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return texts;
    }

    private static List<String> outputs(Map<Path, String> written) {
        List<String> texts = new ArrayList<>();
        written.forEach((file, text) -> {
            if (file.toString().endsWith(".err")) {
                texts.add(text);
            }
        });
        return texts;
    }
}
