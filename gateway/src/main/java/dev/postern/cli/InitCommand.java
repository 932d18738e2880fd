package dev.postern.cli;

import dev.postern.control.InitReport;
import dev.postern.control.Operations;
import dev.postern.control.Question;
import dev.postern.control.UnusableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description =
                "Asks a few questions and writes a first settings file with comments. What is given as an option is not asked.")
final class InitCommand implements Callable<Integer> {

    private static final int ATTEMPTS = 5;

    private final Operations operations;
    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "postern.yaml",
            description =
                    "The file to write; one that exists is not touched (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("postern.yaml");

    @Option(names = "--job", paramLabel = "JOB", description = "collect, relay or proxy.")
    private @Nullable String job;

    @Option(names = "--tenant-id", paramLabel = "ID", description = "The tenant's id, or a domain.")
    private @Nullable String tenant;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "The application's id; empty if it is not registered yet.")
    private @Nullable String client;

    @Option(
            names = "--credential",
            paramLabel = "HOW",
            description =
                    "file:PATH or env:NAME of the client secret, certificate:FILE,KEY, or managed.")
    private @Nullable String credential;

    @Option(
            names = "--mailbox",
            paramLabel = "ADDRESS",
            description = "The mailbox that is collected, that sends, or that clients open.")
    private @Nullable String mailbox;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            description = "Where collected mail goes: a folder, or a webhook's address.")
    private @Nullable String destination;

    @Option(names = "--data", paramLabel = "FOLDER", description = "The folder of the store.")
    private @Nullable String data;

    @Option(
            names = "--no-questions",
            description = "Asks nothing: what is not given is as usual, or an error.")
    private boolean quiet;

    InitCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Map<Question, String> answers = given();
        for (Question question : Question.values()) {
            if (!quiet && !answers.containsKey(question) && matters(question, answers)) {
                answers.put(question, ask(question));
            }
        }
        InitReport report = operations.init(output, answers);
        terminal.print(report.file());
        terminal.say("Next:");
        report.next().forEach(command -> terminal.say("  " + command));
        return PosternCommand.OK;
    }

    private Map<Question, String> given() throws IOException {
        Map<Question, @Nullable String> options = new EnumMap<>(Question.class);
        options.put(Question.JOB, job);
        options.put(Question.TENANT, tenant);
        options.put(Question.CLIENT, client);
        options.put(Question.CREDENTIAL, credential);
        options.put(Question.MAILBOX, mailbox);
        options.put(Question.DESTINATION, destination);
        options.put(Question.DATA, data);
        Map<Question, String> given = new EnumMap<>(Question.class);
        for (Map.Entry<Question, @Nullable String> option : options.entrySet()) {
            String value = option.getValue();
            if (value != null) {
                Optional<String> mistake = operations.mistake(option.getKey(), value);
                if (mistake.isPresent()) {
                    throw new UnusableException(
                            "%s: '%s' will not do. %s"
                                    .formatted(option.getKey().words(), value, mistake.get()));
                }
                given.put(option.getKey(), value);
            }
        }
        return given;
    }

    private static boolean matters(Question question, Map<Question, String> answers) {
        return switch (question) {
            case DESTINATION -> "collect".equals(answers.get(Question.JOB));
            case CLIENT -> !"managed".equals(answers.get(Question.CREDENTIAL));
            case JOB, TENANT, CREDENTIAL, MAILBOX, DATA -> true;
        };
    }

    private String ask(Question question) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String usual = question.usual().isEmpty() ? "" : " [" + question.usual() + "]";
            terminal.say(question.words() + usual + ":");
            String line = terminal.line().strip();
            String answer = line.isEmpty() ? question.usual() : line;
            Optional<String> mistake = operations.mistake(question, answer);
            if (mistake.isEmpty()) {
                return answer;
            }
            terminal.say("  " + mistake.get());
        }
        throw new UnusableException(
                "No usable answer after " + ATTEMPTS + " attempts; nothing was written.");
    }
}
