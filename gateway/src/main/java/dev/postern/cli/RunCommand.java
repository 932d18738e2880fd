package dev.postern.cli;

import dev.postern.control.Operations;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description =
                "Runs the service until it is told to stop (SIGTERM, Ctrl-C). SIGHUP has it read its settings anew.")
final class RunCommand implements Callable<Integer> {

    private final Operations operations;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Option(
            names = "--log",
            paramLabel = "FORMAT",
            description = "plain or json (default: as the settings say).")
    private Operations.@Nullable LogFormat log;

    RunCommand(Operations operations) {
        this.operations = operations;
    }

    @Override
    public Integer call() throws Exception {
        operations.run(settings.file(operations), Optional.ofNullable(log));
        return PosternCommand.OK;
    }
}
