package dev.postern.protocol.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.script.ScriptedServer.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Makes a test of each dialogue file, once with the server's octets all at once, once with each of
/// them alone.
public final class Dialogues {

    /// Makes an actor whose client talks to this port.
    public interface Casting {
        Actor actor(int port) throws Exception;
    }

    private Dialogues() {}

    public static Stream<DynamicTest> in(Path folder, Casting casting) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .flatMap(file ->
                        Stream.of(Delivery.values())
                                .map(delivery -> test(file, delivery, casting)));
    }

    private static DynamicTest test(Path file, Delivery delivery, Casting casting) {
        return DynamicTest.dynamicTest(
                file.getFileName() + " " + delivery,
                file.toUri(),
                () -> run(Script.read(file), delivery, casting));
    }

    private static void run(Script script, Delivery delivery, Casting casting) throws Exception {
        assertThat(script.client()).isNotEmpty();
        try (ScriptedServer server = ScriptedServer.playing(script, delivery)) {
            try (Actor actor = casting.actor(server.port())) {
                for (Script.ClientStep step : script.client()) {
                    check(actor.perform(step.action()), step);
                }
            }
            server.finish();
        }
    }

    /// How much of an offending line is shown depends on how much has arrived: there a final `*`
    /// stands for any or nothing.
    private static void check(List<String> result, Script.ClientStep step) {
        String last = step.result().isEmpty() ? "" : step.result().getLast();
        if (last.startsWith("! ProtocolException") && last.endsWith("*")) {
            assertThat(result.getLast())
                    .as(step.action())
                    .startsWith(last.substring(0, last.length() - 1));
        } else {
            assertThat(result).as(step.action()).isEqualTo(step.result());
        }
    }
}
