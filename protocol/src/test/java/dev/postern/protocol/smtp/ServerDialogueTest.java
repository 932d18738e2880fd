package dev.postern.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedClient;
import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.TlsOffer;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays dialogue files against the server, which is told what `C:` says and must say what `S:`
/// says: once all at once, once octet by octet. `CLOSE` is the server's hanging up. A line `=
/// messages n` at the end of a file says how many messages were taken, `= abandoned n` how many
/// begun in vain.
class ServerDialogueTest {

    private static final Supplier<Optional<SSLContext>> NO_CERTIFICATE = Optional::empty;

    @TestFactory
    Stream<DynamicTest> sessionsGoAsWritten() throws Exception {
        Path folder = Path.of(ServerDialogueTest.class.getResource("/smtp-server").toURI());
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .flatMap(file ->
                        Stream.of(true, false)
                                .filter(whole -> whole || !inOneBreath(file))
                                .map(whole ->
                                        DynamicTest.dynamicTest(
                                                file.getFileName() + (whole ? "" : ", dripping"),
                                                file.toUri(),
                                                () -> play(file, whole))));
    }

    /// Whether it matters that octets come together.
    private static boolean inOneBreath(Path file) {
        return file.toString().endsWith("-in-one-breath.smtp");
    }

    private static void play(Path file, boolean whole) throws Exception {
        List<String> results =
                Files.readAllLines(file).stream().filter(line -> line.startsWith("= ")).toList();
        Script script =
                new Script(
                        Files.readAllLines(file).stream()
                                .filter(line ->
                                        !line.isBlank()
                                                && !line.startsWith("#")
                                                && !line.startsWith("= "))
                                .flatMap(line -> Script.of(line).server().stream())
                                .toList(),
                        List.of());
        try (RunningServer server = new RunningServer(rules(file.getFileName().toString()))) {
            try (Socket client = server.connect()) {
                ScriptedClient.play(script, client, whole);
            }
            assertThat(server.end()).isNotNull();
            for (String result : results) {
                check(result.substring(2).split(" "), server.service());
            }
        }
    }

    /// A file's name may begin with the profile of the listener.
    private static ServerRules rules(String name) {
        TlsOffer.Terms terms = new TlsOffer.Terms(NO_CERTIFICATE, List.of("TLSv1.3"));
        if (name.startsWith("starttls-")) {
            return Rules.with(new TlsOffer.StartTls(terms), SignInOffer.OVER_TLS);
        }
        return name.startsWith("anonymous-")
                ? Rules.with(new TlsOffer.None(), SignInOffer.NEVER)
                : Rules.plain();
    }

    private static void check(String[] result, RecordingService service) {
        int count = Integer.parseInt(result[1]);
        switch (result[0]) {
            case "messages" -> assertThat(service.messages()).hasSize(count);
            case "abandoned" -> assertThat(service.abandoned()).isEqualTo(count);
            default -> throw new IllegalArgumentException(result[0]);
        }
    }
}
