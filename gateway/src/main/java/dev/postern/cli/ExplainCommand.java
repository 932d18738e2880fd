package dev.postern.cli;

import dev.postern.control.ExplainReport;
import dev.postern.control.Operations;
import dev.postern.control.Operations.Named;
import dev.postern.control.UnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description =
                "Says what a server's refusal means and what mends it, without asking anybody: a reply, an AADSTS code, an enhanced status, an HTTP body.")
final class ExplainCommand implements Callable<Integer> {

    private static final int WORDS_MAX = 64 * 1024;

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Parameters(
            paramLabel = "WORDS",
            arity = "0..*",
            description = "The server's words. Without any, standard input is read.")
    private List<String> words = List.of();

    @Option(
            names = "--for",
            paramLabel = "NAME",
            description =
                    "A mailbox or destination of the settings: its names stand in the commands.")
    private @Nullable String name;

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    ExplainCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Optional<Named> named =
                Optional.ofNullable(name).map(one -> new Named(settings.file(operations), one));
        ExplainReport report = operations.explain(text(), named);
        if (json) {
            terminal.json(report);
        } else {
            new ExplanationPage(terminal::print).print(report);
        }
        return report.known() ? PosternCommand.OK : PosternCommand.WRONG;
    }

    private String text() throws IOException {
        String text =
                words.isEmpty()
                        ? new String(terminal.input().readNBytes(WORDS_MAX), StandardCharsets.UTF_8)
                        : String.join(" ", words);
        if (text.isBlank()) {
            throw new UnusableException(
                    "There is nothing to explain. Give the server's words: postern explain \"535 5.7.3 Authentication unsuccessful\"");
        }
        return text;
    }
}
