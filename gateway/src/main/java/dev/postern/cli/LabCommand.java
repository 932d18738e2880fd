package dev.postern.cli;

import dev.postern.control.Operations;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lab",
        description =
                "Microsoft 365 in a box: token endpoint, IMAP, POP3 and SMTP with XOAUTH2, and faults on demand, for your own tests.")
final class LabCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description =
                    "Ports, tenants, applications and mailboxes (default: a ready-made world; see"
                            + " docs/how-to/lab.md).")
    private @Nullable Path file;

    @Option(names = "--free-ports", description = "Use any free ports instead of the usual ones.")
    private boolean freePorts;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description =
                    "Where the lab's certificate and a matching postern.yaml are written (default:"
                            + " ${DEFAULT-VALUE}).")
    private Path folder = Path.of("postern-lab");

    LabCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        operations.lab(
                new Operations.LabOrder(Optional.ofNullable(file), freePorts, folder), terminal);
        return PosternCommand.OK;
    }
}
