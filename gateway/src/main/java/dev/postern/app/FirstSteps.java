package dev.postern.app;

import dev.postern.config.EmailAddress;
import dev.postern.config.Proxy;
import dev.postern.config.Settings;
import dev.postern.config.TenantId;
import dev.postern.control.InitReport;
import dev.postern.control.Question;
import dev.postern.control.SetupReport;
import dev.postern.control.UnusableException;
import dev.postern.setup.FirstSettings;
import dev.postern.setup.FirstSettings.Job;
import dev.postern.setup.FirstSettings.Keeping;
import dev.postern.setup.Setup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What is done before there is a service: a first settings file, and the tenants' set-up.
final class FirstSteps {

    private static final Pattern CREDENTIAL =
            Pattern.compile(
                    "file:[^{}\\p{Cntrl}]+|env:[A-Za-z_][A-Za-z0-9_]*|certificate:[^,]+,[^,]+|managed");

    private static final Pattern PLACE = Pattern.compile("[^\\p{Cntrl}]{1,1000}");

    private static final Map<String, Job> JOBS =
            Map.of("collect", Job.COLLECT, "relay", Job.RELAY, "proxy", Job.PROXY);

    private FirstSteps() {}

    /// Writes the scripts. The folder is for this user alone: a secret is going to lie in it for a
    /// while.
    static SetupReport setup(Path file, List<String> names, Path folder, Gateway.Environment world)
            throws IOException {
        Settings settings = SettingsFile.read(file).settings();
        List<String> unknown = Setup.unknown(settings, names);
        if (!unknown.isEmpty()) {
            throw new UnusableException(
                    "The settings have no mailbox, destination, tenant or address of the proxy named %s."
                            .formatted(String.join(", ", unknown)));
        }
        Map<String, String> files = Setup.files(settings, names, mailboxes(settings, world));
        if (!files.isEmpty()) {
            makeFolder(folder);
        }
        for (Map.Entry<String, String> entry : files.entrySet()) {
            Path path = folder.resolve(entry.getKey());
            Files.writeString(path, entry.getValue());
            boolean script = !entry.getKey().endsWith(".txt");
            if (script && posix(path)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
        }
        return new SetupReport(folder.toString(), List.copyOf(files.keySet()));
    }

    private static Function<Proxy, List<String>> mailboxes(
            Settings settings, Gateway.Environment world) throws IOException {
        if (settings.proxy().isEmpty()) {
            return _ -> List.of();
        }
        return new ProxyMailboxes(settings, new AccountBooks(settings.data(), world).list())
                ::behind;
    }

    private static void makeFolder(Path folder) throws IOException {
        boolean fresh = Files.notExists(folder);
        Files.createDirectories(folder);
        if (fresh && posix(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static Optional<String> mistake(Question question, String answer) {
        return switch (question) {
            case JOB -> wrongUnless(JOBS.containsKey(answer), "Say collect, relay or proxy.");
            case TENANT ->
                    mistake(
                            () -> new TenantId(answer),
                            "A GUID, or a domain of the tenant such as example.cz.");
            case CLIENT ->
                    answer.isEmpty()
                            ? Optional.empty()
                            : wrongUnless(
                                    isUuid(answer),
                                    "A GUID such as 11111111-1111-1111-1111-111111111111, from the overview of the app registration.");
            case CREDENTIAL ->
                    wrongUnless(
                            CREDENTIAL.matcher(answer).matches(),
                            "file:PATH, env:NAME, certificate:FILE,KEY or managed. The secret itself is never written here.");
            case MAILBOX ->
                    mistake(() -> new EmailAddress(answer), "An address such as razr@example.cz.");
            case DESTINATION -> destination(answer);
            case DATA ->
                    wrongUnless(
                            PLACE.matcher(answer).matches() && !answer.contains("${"),
                            "The path of a folder.");
        };
    }

    private static Optional<String> destination(String answer) {
        if (!answer.contains("://")) {
            return wrongUnless(
                    PLACE.matcher(answer).matches() && !answer.contains("${"),
                    "The path of a folder.");
        }
        return wrongUnless(
                isWeb(answer), "A folder, or an address such as https://app.example.cz/mail.");
    }

    private static boolean isWeb(String answer) {
        try {
            URI uri = URI.create(answer);
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isUuid(String answer) {
        try {
            return UUID.fromString(answer).toString().equalsIgnoreCase(answer);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Optional<String> wrongUnless(boolean right, String words) {
        return right ? Optional.empty() : Optional.of(words);
    }

    private static Optional<String> mistake(Runnable check, String words) {
        try {
            check.run();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String more = e.getMessage();
            return Optional.of(more == null || more.isEmpty() ? words : words + " (" + more + ")");
        }
    }

    static InitReport init(Path file, Map<Question, String> answers) throws IOException {
        List<String> mistakes = new ArrayList<>();
        for (Question question : Question.values()) {
            mistake(question, answer(answers, question))
                    .ifPresent(words -> mistakes.add(question.words() + ": " + words));
        }
        if (!mistakes.isEmpty()) {
            throw new UnusableException(String.join("\n", mistakes));
        }
        write(file, settings(answers).yaml());
        return new InitReport(
                file.toString(),
                List.of(
                        "postern config check -c " + file,
                        "postern setup -c " + file,
                        "postern check -c " + file));
    }

    private static String answer(Map<Question, String> answers, Question question) {
        return answers.getOrDefault(question, question.usual());
    }

    private static FirstSettings settings(Map<Question, String> answers) {
        return new FirstSettings(
                JOBS.getOrDefault(answer(answers, Question.JOB), Job.COLLECT),
                answer(answers, Question.TENANT),
                Optional.of(answer(answers, Question.CLIENT)).filter(id -> !id.isEmpty()),
                keeping(answer(answers, Question.CREDENTIAL)),
                answer(answers, Question.MAILBOX),
                answer(answers, Question.DESTINATION),
                answer(answers, Question.DATA));
    }

    private static Keeping keeping(String answer) {
        String rest = answer.substring(answer.indexOf(':') + 1);
        if (answer.startsWith("file:")) {
            return new Keeping.SecretFile(rest);
        }
        if (answer.startsWith("env:")) {
            return new Keeping.SecretVariable(rest);
        }
        if (answer.startsWith("certificate:")) {
            int comma = rest.indexOf(',');
            return new Keeping.Certificate(rest.substring(0, comma), rest.substring(comma + 1));
        }
        return new Keeping.Managed();
    }

    private static void write(Path file, String yaml) throws IOException {
        try {
            Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            throw new UnusableException(
                    "%s is there already and is not touched. Write to another file: postern init -o %s"
                            .formatted(file, free(file)));
        }
    }

    private static Path free(Path file) {
        int number = 2;
        while (number < 1000 && Files.exists(numbered(file, number))) {
            number++;
        }
        return numbered(file, number);
    }

    private static Path numbered(Path file, int number) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String end = dot > 0 ? name.substring(dot) : "";
        return file.resolveSibling(stem + "-" + number + end);
    }
}
