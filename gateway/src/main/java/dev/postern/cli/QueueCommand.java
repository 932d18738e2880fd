package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.Operations.QueueView;
import dev.postern.control.Operations.QueueView.Change;
import dev.postern.control.QueueEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "queue",
        description = "Messages in the queue. Works beside the running service, or without one.",
        synopsisSubcommandLabel = "list|show|retry|release|park|delete|export")
final class QueueCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    static CommandLine withVerbs(Operations operations, Terminal terminal) {
        CommandLine queue = new CommandLine(new QueueCommand());
        queue.addSubcommand(new QueueListCommand(operations, terminal));
        queue.addSubcommand(new ShowVerb(operations, terminal));
        queue.addSubcommand(new ExportVerb(operations, terminal));
        for (Change change : Change.values()) {
            queue.addSubcommand(ChangeVerb.named(change, operations, terminal));
        }
        return queue;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say list, show, retry, release, park, delete or export.");
    }

    @Command(name = "show", description = "Shows one message with its history.")
    static final class ShowVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private SettingsOption settings = new SettingsOption();

        @Parameters(paramLabel = "ID", description = "As `postern queue list` shows it.")
        private String id = "";

        @Option(names = "--json", description = "Print it as JSON.")
        private boolean json;

        ShowVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            try (QueueView queue = operations.queue(settings.file(operations))) {
                Optional<QueueEntry> found = queue.show(id);
                if (found.isEmpty()) {
                    terminal.say("There is no message " + id + " in the queue or its history.");
                    return PosternCommand.WRONG;
                }
                if (json) {
                    terminal.json(found.get());
                } else {
                    print(found.get());
                }
            }
            return PosternCommand.OK;
        }

        private void print(QueueEntry entry) {
            terminal.print("message     " + entry.id());
            terminal.print("from        " + entry.source() + " (" + entry.origin() + ")");
            terminal.print("accepted    " + entry.accepted());
            terminal.print("size        " + entry.size() + " octets, SHA-256 " + entry.sha256());
            entry.messageId().ifPresent(messageId -> terminal.print("Message-ID  " + messageId));
            for (QueueEntry.Delivery delivery : entry.deliveries()) {
                terminal.print(
                        "to          %s: %s after %d attempts%s%s"
                                .formatted(
                                        delivery.destination(),
                                        delivery.state(),
                                        delivery.attempts(),
                                        delivery.due().map(due -> ", next " + due).orElse(""),
                                        delivery.words().isEmpty() ? "" : "; " + delivery.words()));
            }
            entry.history()
                    .forEach(step ->
                            terminal.print(
                                    "  "
                                            + step.at()
                                            + "  "
                                            + step.what()
                                            + (step.words().isEmpty() ? "" : ": " + step.words())));
        }
    }

    @Command(name = "export", description = "Writes a message, byte for byte as it came.")
    static final class ExportVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;

        @Mixin private SettingsOption settings = new SettingsOption();

        @Parameters(paramLabel = "ID", description = "As `postern queue list` shows it.")
        private String id = "";

        @Option(
                names = {"-o", "--output"},
                paramLabel = "FILE",
                description = "A new file (default: standard output).")
        private @Nullable Path output;

        ExportVerb(Operations operations, Terminal terminal) {
            this.operations = operations;
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            try (QueueView queue = operations.queue(settings.file(operations))) {
                if (output == null) {
                    queue.export(id, terminal.results());
                    terminal.results().flush();
                } else {
                    exportTo(queue, output);
                }
            }
            return PosternCommand.OK;
        }

        private void exportTo(QueueView queue, Path file) throws IOException {
            try (OutputStream out = newPrivateFile(file)) {
                queue.export(id, out);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }

        /// A message is somebody's: nobody else on this machine shall read it.
        private static OutputStream newPrivateFile(Path file) throws IOException {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            return Files.newOutputStream(file);
        }
    }

    static final class ChangeVerb implements Callable<Integer> {

        private final Operations operations;
        private final Terminal terminal;
        private final Change change;

        @Mixin private SettingsOption settings = new SettingsOption();

        @Parameters(
                paramLabel = "ID",
                arity = "1..*",
                description = "As `postern queue list` shows them.")
        private List<String> ids = List.of();

        private ChangeVerb(Change change, Operations operations, Terminal terminal) {
            this.change = change;
            this.operations = operations;
            this.terminal = terminal;
        }

        static CommandLine named(Change change, Operations operations, Terminal terminal) {
            CommandLine line = new CommandLine(new ChangeVerb(change, operations, terminal));
            line.getCommandSpec().name(change.name().toLowerCase(java.util.Locale.ROOT));
            line.getCommandSpec().usageMessage().description(description(change));
            return line;
        }

        private static String description(Change change) {
            return switch (change) {
                case RETRY -> "Tries waiting messages again now.";
                case RELEASE -> "Lets parked messages go: they are handed over, or fetched, again.";
                case PARK -> "Holds waiting messages back until they are released.";
                case DELETE -> "Removes messages for good. The history keeps that they were.";
            };
        }

        @Override
        public Integer call() throws Exception {
            try (QueueView queue = operations.queue(settings.file(operations))) {
                List<String> changed = queue.change(change, ids);
                changed.forEach(terminal::print);
                List<String> others = ids.stream().filter(id -> !changed.contains(id)).toList();
                if (!others.isEmpty()) {
                    terminal.say(
                            "Not changed, because they are unknown or not in a state for it: "
                                    + String.join(", ", others));
                    return PosternCommand.WRONG;
                }
            }
            return PosternCommand.OK;
        }
    }
}
