package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.ServiceStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Asks the running service how it does. Exit 0: well; 1: a person must act; 2: no service is running.")
final class StatusCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Option(names = "--json", description = "Print the status as JSON.")
    private boolean json;

    StatusCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Optional<ServiceStatus> found = operations.status(settings.file(operations));
        if (found.isEmpty()) {
            terminal.say("No service is running with these settings.");
            return PosternCommand.UNUSABLE;
        }
        ServiceStatus status = found.get();
        if (json) {
            terminal.json(status);
        } else {
            new StatusPage(terminal::print).print(status);
        }
        return status.healthy() ? PosternCommand.OK : PosternCommand.WRONG;
    }
}
