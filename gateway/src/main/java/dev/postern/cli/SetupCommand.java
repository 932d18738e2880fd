package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.SetupReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "setup",
        description =
                "Writes scripts (PowerShell, Azure CLI) that give Postern just what the settings need at Microsoft 365, and a letter to whoever may run them.")
final class SetupCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Mailboxes, destinations or tenants of the settings; otherwise all.")
    private List<String> names = List.of();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "postern-setup",
            description = "Where they are written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("postern-setup");

    @Option(names = "--json", description = "Print the files' names as JSON.")
    private boolean json;

    SetupCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        SetupReport report = operations.setup(settings.file(operations), names, out);
        if (json) {
            terminal.json(report);
            return PosternCommand.OK;
        }
        for (String file : report.files()) {
            terminal.print(out.resolve(file).toString());
        }
        terminal.say(
                report.files().isEmpty()
                        ? "These settings need nothing of Microsoft 365."
                        : "Read the README first. Each script asks before it changes anything.");
        return PosternCommand.OK;
    }
}
