package dev.postern.cli;

import dev.postern.control.Operations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    VersionCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.print(
                "postern " + operations.version() + " (Java " + Runtime.version().feature() + ")");
        return PosternCommand.OK;
    }
}
