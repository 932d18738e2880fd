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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
        int code = line(operations, terminal, arguments).execute(arguments);
        Optional<String> lost = terminal.finish();
        lost.ifPresent(why -> terminal.say("The output could not be written in full: " + why));
        return lost.isPresent() ? UNUSABLE : code;
    }

    /// The commands that these arguments may mean: the one they name, or else all.
    ///
    /// To read the annotations of all would be most of what a short command takes.
    static CommandLine line(Operations operations, Terminal terminal, String... arguments) {
        Map<String, Supplier<Object>> commands = commands(operations, terminal);
        if (arguments.length > 0 && commands.containsKey(arguments[0])) {
            commands.keySet().retainAll(Set.of(arguments[0]));
        }
        CommandLine line = new CommandLine(new PosternCommand());
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        helpEverywhere(line);
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(terminal.results(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.prose(), true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler(
                (problem, command, _) -> handle(problem, command, terminal));
        return line;
    }

    /// The makers of the commands by their names, in the order of the help.
    private static Map<String, Supplier<Object>> commands(
            Operations operations, Terminal terminal) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(operations, terminal));
        commands.put("init", () -> new InitCommand(operations, terminal));
        commands.put("setup", () -> new SetupCommand(operations, terminal));
        commands.put("run", () -> new RunCommand(operations));
        commands.put("config", () -> ConfigCommand.withVerbs(operations, terminal));
        commands.put("check", () -> new CheckCommand(operations, terminal));
        commands.put("collect", () -> new CollectCommand(operations, terminal));
        commands.put("send", () -> new SendCommand(operations, terminal));
        commands.put("status", () -> new StatusCommand(operations, terminal));
        commands.put("queue", () -> QueueCommand.withVerbs(operations, terminal));
        commands.put("account", () -> AccountCommand.withVerbs(operations, terminal));
        commands.put("devices", () -> new DevicesCommand(operations, terminal));
        commands.put("explain", () -> new ExplainCommand(operations, terminal));
        commands.put("audit", () -> new AuditCommand(operations, terminal));
        commands.put("lab", () -> new LabCommand(operations, terminal));
        commands.put("version", () -> new VersionCommand(operations, terminal));
        return commands;
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
