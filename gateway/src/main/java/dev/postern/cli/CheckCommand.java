package dev.postern.cli;

import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description =
                "Walks the chain of each entry of the settings and says at which step it breaks, why, and what mends it. Nothing is taken, changed or sent. Exit 0: all works; 1: something does not; 2: the settings are wrong.")
final class CheckCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description =
                    "Entries to look at: `razr`, or `collect.razr` where a name stands twice (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--send-test",
            paramLabel = "ADDRESS",
            description =
                    "Send one real message to this address by each way out: the only proof of some rights.")
    private @Nullable String testRecipient;

    @Option(
            names = "--dns",
            paramLabel = "SERVER",
            description =
                    "The DNS server to ask about sender domains, host or host:port (default: this machine's).")
    private @Nullable String nameServer;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--verbose", description = "Show the steps of entries that are well, too.")
    private boolean verbose;

    CheckCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        CheckReport report =
                operations.check(
                        settings.file(operations),
                        new CheckOrder(
                                names,
                                Optional.ofNullable(testRecipient),
                                Optional.ofNullable(nameServer)));
        if (json) {
            terminal.json(report);
        } else {
            new CheckPage(terminal::print, Look.ofThisProcess(), verbose).print(report);
        }
        return report.ok() ? PosternCommand.OK : PosternCommand.WRONG;
    }
}
