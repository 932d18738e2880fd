package dev.postern.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.script.Script;
import dev.postern.protocol.script.ScriptedServer;
import dev.postern.protocol.script.ScriptedServer.Delivery;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs the dialogue files, each with the server's octets all at once and one at a time.
class ImapDialogueTest {

    @TestFactory
    Stream<DynamicTest> dialoguesComeOutAsWritten() throws IOException, URISyntaxException {
        Path folder = Path.of(ImapDialogueTest.class.getResource("/imap").toURI());
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .flatMap(file ->
                        Stream.of(Delivery.values())
                                .map(delivery ->
                                        DynamicTest.dynamicTest(
                                                file.getFileName() + " " + delivery,
                                                () -> run(file, delivery))));
    }

    private static void run(Path file, Delivery delivery) throws Exception {
        Script script = Script.read(file);
        assertThat(script.client()).isNotEmpty();
        try (ScriptedServer server = ScriptedServer.playing(script, delivery)) {
            try (ImapActor actor =
                    new ImapActor(server.port(), Deadlines.USUAL, Dialogue.UNHEARD)) {
                for (Script.ClientStep step : script.client()) {
                    assertThat(actor.perform(step.action()))
                            .as(step.action())
                            .isEqualTo(step.result());
                }
            }
            server.finish();
        }
    }
}
