package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.UnusableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program's command line.
@Command(
        name = "postern",
        description =
                "A mail gateway: what can only use a password goes on sending and receiving at Microsoft 365.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Results go to standard output, progress and prose to standard error.",
            "Exit codes: 0 done; 1 done, and something is wrong that the output tells; 2 not done.",
            "postern COMMAND --help explains each. All of it: docs/reference/commands.md"
        },
        mixinStandardHelpOptions = false)
public final class PosternCommand implements Runnable {

    /// Everything was done, and all is well.
    static final int OK = 0;

    /// It was done, and something is wrong that the output tells.
    static final int WRONG = 1;

    /// It could not be done.
    static final int UNUSABLE = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    private PosternCommand() {}

    /// Runs the command line.
    ///
    /// @return the exit code
    public static int execute(Operations operations, String... arguments) {
        return execute(operations, Terminal.ofThisProcess(), arguments);
    }

    static int execute(Operations operations, Terminal terminal, String... arguments) {
        int code = line(operations, terminal).execute(arguments);
        Optional<String> lost = terminal.finish();
        lost.ifPresent(why -> terminal.say("The output could not be written in full: " + why));
        return lost.isPresent() ? UNUSABLE : code;
    }

    /// All commands with their options.
    static CommandLine line(Operations operations, Terminal terminal) {
        CommandLine line = new CommandLine(new PosternCommand());
        line.addSubcommand(new DemoCommand(operations, terminal));
        line.addSubcommand(new InitCommand(operations, terminal));
        line.addSubcommand(new SetupCommand(operations, terminal));
        line.addSubcommand(new RunCommand(operations));
        line.addSubcommand(
                new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCommand.Check(operations, terminal))
                        .addSubcommand(new ConfigCommand.Reload(operations, terminal)));
        line.addSubcommand(new CheckCommand(operations, terminal));
        line.addSubcommand(new CollectCommand(operations, terminal));
        line.addSubcommand(new SendCommand(operations, terminal));
        line.addSubcommand(new StatusCommand(operations, terminal));
        line.addSubcommand(QueueCommand.withVerbs(operations, terminal));
        line.addSubcommand(AccountCommand.withVerbs(operations, terminal));
        line.addSubcommand(new DevicesCommand(operations, terminal));
        line.addSubcommand(new ExplainCommand(operations, terminal));
        line.addSubcommand(new AuditCommand(operations, terminal));
        line.addSubcommand(new LabCommand(operations, terminal));
        line.addSubcommand(new VersionCommand(operations, terminal));
        helpEverywhere(line);
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(terminal.results(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.prose(), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler(
                (problem, command, _) -> handle(problem, command, terminal));
        return line;
    }

    /// Gives this command and all below it `-h`.
    private static void helpEverywhere(CommandLine line) {
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
        line.getSubcommands().values().forEach(PosternCommand::helpEverywhere);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    private static int handle(Exception problem, CommandLine command, Terminal terminal) {
        String name = command.getCommandSpec().qualifiedName();
        switch (problem) {
            case UnusableException unusable -> terminal.say(unusable.words());
            case IOException io -> terminal.say(name + ": " + words(io));
            case UncheckedIOException io ->
                    terminal.say(
                            name
                                    + ": "
                                    + words(
                                            Objects.requireNonNullElse(
                                                    io.getCause(), new IOException(io))));
            case InterruptedException _ -> terminal.say("Interrupted.");
            default -> {
                terminal.say(name + ": a mistake of Postern's own; please report it with this:");
                problem.printStackTrace(terminal.prose());
            }
        }
        return UNUSABLE;
    }

    /// The JDK's exceptions for files say no more than the file's name.
    private static String words(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return switch (problem) {
            case NoSuchFileException _ -> "there is no " + message;
            case AccessDeniedException _ -> "this user may not use " + message;
            case FileAlreadyExistsException _ -> message + " is there already";
            default -> message;
        };
    }
}
