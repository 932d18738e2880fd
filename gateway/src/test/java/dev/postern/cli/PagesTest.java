package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.Operations;
import dev.postern.guide.Page;
import dev.postern.guide.ShellWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Each `postern …` in the documentation is one that the program understands.
@Tag("slow")
class PagesTest {

    private final CommandLine line = line();

    private static CommandLine line() {
        Operations none =
                (Operations)
                        Proxy.newProxyInstance(
                                Operations.class.getClassLoader(),
                                new Class<?>[] {Operations.class},
                                (_, method, _) -> {
                                    throw new IllegalStateException(method.getName());
                                });
        ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
        return PosternCommand.line(
                none,
                new Terminal(
                        nowhere, new PrintStream(nowhere, true, StandardCharsets.UTF_8), false));
    }

    @Test
    void everyCommandInABlockIsUnderstood() throws IOException {
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks()) {
                if (Set.of("", "bash", "sh").contains(block.language())) {
                    for (List<String> call : calls(block.text())) {
                        calls++;
                        parse(page.name(), call).ifPresent(wrong::add);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(60);
    }

    @Test
    void everyCommandInASentenceIsUnderstood() throws IOException {
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (Page page : Page.all()) {
            for (String span : page.spans()) {
                boolean schematic = Stream.of("…", "|", "[", "=").anyMatch(span::contains);
                if (!schematic) {
                    for (List<String> call : calls(span)) {
                        calls++;
                        parse(page.name(), call)
                                .filter(why -> !why.contains("Missing required"))
                                .ifPresent(wrong::add);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(100);
    }

    @Test
    void whatTheProgramDoesNotKnowIsFound() {
        assertThat(parse("x.md", List.of("status", "--colour"))).isPresent();
        assertThat(parse("x.md", List.of("queue", "show"))).isPresent();
        assertThat(parse("x.md", List.of("que"))).isPresent();
    }

    private static List<List<String>> calls(String text) {
        try {
            return ShellWords.calls(text);
        } catch (IllegalArgumentException _) {
            // YAML, a table of the doctor's, a sentence: no shell.
            return List.of();
        }
    }

    /// What is wrong with a call.
    private Optional<String> parse(String page, List<String> call) {
        try {
            var _ = line.parseArgs(call.toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(page + ": postern " + call + ": " + e.getMessage());
        }
    }
}
