package dev.postern.cli;

import dev.postern.control.DemoReport;
import dev.postern.control.Narrator;
import dev.postern.control.Operations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Shows what Postern does: Microsoft 365 in a box, a gateway and sample mail, in one process.")
final class DemoCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Option(names = "--once", description = "End by itself; exit 0 only if all went well.")
    private boolean once;

    @Option(names = "--json", description = "Print one JSON document at the end, and no prose.")
    private boolean json;

    DemoCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        DemoReport report = operations.demo(once, json ? Narrator.silent() : terminal);
        if (json) {
            terminal.json(report);
        }
        return report.ok() ? PosternCommand.OK : PosternCommand.WRONG;
    }
}
