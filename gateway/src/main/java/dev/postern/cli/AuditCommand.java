package dev.postern.cli;

import dev.postern.control.AuditOrder;
import dev.postern.control.AuditReport;
import dev.postern.control.Operations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        description = {
            "Says who still signs in with a password at Microsoft 365, and what to do about each.",
            "It reads what administrators export: the report \"SMTP AUTH clients\", Entra's sign-in"
                    + " log, Get-CASMailbox, Get-TransportConfig, a message trace; CSV or JSON. Exit"
                    + " code 1: somebody does."
        })
final class AuditCommand implements Callable<Integer> {

    private static final int LIMIT = 50;
    private static final int JSON_LIMIT = 10_000;

    private final Operations operations;
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SettingsOption settings = new SettingsOption();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Exports, in any order.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--devices", description = "Also read the devices that came to this Postern.")
    private boolean devices;

    @Option(
            names = "--column",
            paramLabel = "HEADER=MEANING",
            description =
                    "What a column means that is not recognised; may be repeated. Meanings: address,"
                            + " messages, authentication, client-app, recipient, smtp-disabled, date …")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--internal-domains",
            paramLabel = "DOMAIN",
            split = ",",
            description = "The organisation's own, besides relay.internal-domains of the settings.")
    private List<String> internalDomains = new ArrayList<>();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "How many days the reports cover (default: ${DEFAULT-VALUE}).")
    private int days = 7;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page for people.")
    private @Nullable Path html;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a table of all addresses.")
    private @Nullable Path csv;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            description = "Of the reasons and the page: en or cs (default: ${DEFAULT-VALUE}).")
    private String language = "en";

    @Option(
            names = "--runs",
            paramLabel = "FILE",
            description =
                    "Where runs are kept, to show progress (default: audit.jsonl in the data folder, if there is one).")
    private @Nullable Path runs;

    @Option(names = "--no-runs", description = "Keep nothing of this run.")
    private boolean noRuns;

    @Option(names = "--all", description = "Also list addresses that nothing was seen of.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "List at most N addresses (default: 50; 10000 with --json).")
    private @Nullable Integer limit;

    @Option(names = "--json", description = "Print an object with all of it.")
    private boolean json;

    private int limit() {
        return Optional.ofNullable(limit).orElse(json ? JSON_LIMIT : LIMIT);
    }

    AuditCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (files.isEmpty() && !devices) {
            throw new ParameterException(spec.commandLine(), "Name a file to read, or --devices.");
        }
        if (!language.equals("en") && !language.equals("cs")) {
            throw new ParameterException(spec.commandLine(), "--language is en or cs.");
        }
        if (days < 1 || limit() < 1) {
            throw new ParameterException(spec.commandLine(), "--days and --limit are at least 1.");
        }
        AuditReport report =
                operations.audit(
                        settings.file(operations),
                        new AuditOrder(
                                files,
                                devices,
                                columns,
                                internalDomains,
                                days,
                                Optional.ofNullable(runs),
                                !noRuns,
                                Optional.ofNullable(html),
                                Optional.ofNullable(csv),
                                language,
                                all,
                                limit()),
                        terminal);
        if (json) {
            terminal.json(report);
        } else {
            new AuditPage(terminal).print(report, all);
        }
        return report.counts().getOrDefault("BASIC", 0L) == 0
                ? PosternCommand.OK
                : PosternCommand.WRONG;
    }
}
