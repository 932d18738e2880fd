package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.SettingsReport;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Checks the settings file, or has the service read it anew.",
        synopsisSubcommandLabel = "check|reload")
final class ConfigCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    static CommandLine withVerbs(Operations operations, Terminal terminal) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new Check(operations, terminal))
                .addSubcommand(new Reload(operations, terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say check or reload.");
    }

    @Command(
            name = "check",
            description = "Names all mistakes of the settings at once, and does nothing else.")
    static final class Check implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private SettingsOption settings = new SettingsOption();

        @Option(names = "--json", description = "Print the findings as JSON.")
        private boolean json;

        Check(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            SettingsReport report = operations.checkSettings(settings.file(operations));
            if (json) {
                terminal.json(report);
            } else if (!report.text().isEmpty()) {
                terminal.print(report.text());
            }
            if (report.valid() && !json) {
                terminal.print(report.file() + ": no mistakes");
            }
            return report.valid() ? PosternCommand.OK : PosternCommand.WRONG;
        }
    }

    @Command(
            name = "reload",
            description =
                    "Has the running service read its settings anew, without dropping anything.")
    static final class Reload implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private SettingsOption settings = new SettingsOption();

        Reload(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            operations.reload(settings.file(operations)).forEach(terminal::print);
            return PosternCommand.OK;
        }
    }
}
