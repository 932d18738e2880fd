package dev.postern.cli;

import dev.postern.control.CollectReport;
import dev.postern.control.Narrator;
import dev.postern.control.Operations;
import dev.postern.control.PreviewReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "collect",
        description = "Visits one mailbox now, or shows what a visit would take.")
final class CollectCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Parameters(
            paramLabel = "NAME",
            description = "The mailbox's name under `collect` in the settings.")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    static final class What {
        @Option(names = "--once", description = "Make one visit and hand over what it brought.")
        private boolean once;

        @Option(names = "--dry-run", description = "List what would be taken, and change nothing.")
        private boolean dryRun;
    }

    CollectCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Path file = settings.file(operations);
        if (what.once) {
            return collect(file);
        }
        if (what.dryRun) {
            return preview(file);
        }
        throw new IllegalStateException("the options demand one of the two");
    }

    private int collect(Path file) throws Exception {
        CollectReport report = operations.collect(file, name, json ? Narrator.silent() : terminal);
        if (json) {
            terminal.json(contract(report));
        } else {
            terminal.print(
                    "%s: %d taken, %d handed over, %d parked, %d left in the mailbox, %d failed"
                            .formatted(
                                    name,
                                    report.taken(),
                                    report.handedOver(),
                                    report.parked(),
                                    report.left(),
                                    report.failed()));
        }
        report.trouble().ifPresent(trouble -> terminal.say(name + ": " + trouble));
        boolean well = report.trouble().isEmpty() && report.failed() == 0;
        return well ? PosternCommand.OK : PosternCommand.WRONG;
    }

    /// The names that scripts rely on, and the trouble only where there is some.
    private static Map<String, Object> contract(CollectReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mailbox", report.mailbox());
        fields.put("taken", report.taken());
        fields.put("handedOver", report.handedOver());
        fields.put("parked", report.parked());
        fields.put("left", report.left());
        fields.put("failed", report.failed());
        report.trouble().ifPresent(trouble -> fields.put("trouble", trouble));
        return fields;
    }

    private int preview(Path file) throws Exception {
        PreviewReport report = operations.preview(file, name);
        if (json) {
            terminal.json(report);
            return PosternCommand.OK;
        }
        for (PreviewReport.Item item : report.wanted()) {
            terminal.print(
                    "%-12s %-22s %s"
                            .formatted(
                                    item.id(),
                                    item.received().map(Object::toString).orElse("-"),
                                    item.messageId().orElse("-")));
        }
        terminal.say(
                "%d of %d messages would be taken"
                        .formatted(report.wanted().size(), report.there()));
        if (report.renumbered()) {
            terminal.say(
                    "The server has given new ids since the last visit (UIDVALIDITY changed): the visit will recognise those it took before.");
        }
        return PosternCommand.OK;
    }
}
