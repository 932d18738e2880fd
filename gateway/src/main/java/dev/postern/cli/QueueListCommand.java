package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.Operations.QueueView;
import dev.postern.control.QueueEntry;
import dev.postern.control.QueueFilter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists messages, newest last.")
final class QueueListCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "waiting, sending, parked, delivered, bounced, deleted or any (default: open, which is waiting, sending or parked).")
    private String state = "open";

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Only messages from this mailbox, by its name in the settings.")
    private @Nullable String source;

    @Option(
            names = "--sender",
            paramLabel = "ADDRESS",
            description = "Only from this envelope sender, or a part of it; <> for none.")
    private @Nullable String sender;

    @Option(
            names = "--recipient",
            paramLabel = "ADDRESS",
            description = "Only to this recipient, or a part of it.")
    private @Nullable String recipient;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "Only what this local account handed in.")
    private @Nullable String account;

    @Option(names = "--message-id", paramLabel = "ID", description = "Only with this Message-ID.")
    private @Nullable String messageId;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only accepted since then: 2026-11-21T08:00:00Z.")
    private @Nullable Instant since;

    @Option(names = "--before", paramLabel = "TIME", description = "Only accepted before then.")
    private @Nullable Instant before;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The newest N, at most 10000 (default: ${DEFAULT-VALUE}).")
    private int limit = 1000;

    @Option(names = "--json", description = "Print an array, one object a message.")
    private boolean json;

    QueueListCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        try (QueueView queue = operations.queue(settings.file(operations))) {
            List<QueueEntry> entries = queue.list(filter());
            if (json) {
                terminal.json(entries);
            } else {
                entries.forEach(entry -> terminal.print(line(entry)));
                terminal.say(entries.size() == 1 ? "1 message" : entries.size() + " messages");
            }
        }
        return PosternCommand.OK;
    }

    private QueueFilter filter() {
        return new QueueFilter(
                state,
                Optional.ofNullable(source),
                Optional.ofNullable(sender),
                Optional.ofNullable(recipient),
                Optional.ofNullable(account),
                Optional.ofNullable(messageId),
                Optional.ofNullable(since),
                Optional.ofNullable(before),
                limit);
    }

    private static String line(QueueEntry entry) {
        StringBuilder line =
                new StringBuilder(
                        "%s  %s  %9d  %s"
                                .formatted(
                                        entry.id(),
                                        entry.accepted().truncatedTo(ChronoUnit.SECONDS),
                                        entry.size(),
                                        entry.source()));
        entry.sender().ifPresent(from -> line.append("  ").append(from));
        for (QueueEntry.Delivery delivery : entry.deliveries()) {
            line.append("  → ");
            if (!delivery.recipients().isEmpty()) {
                line.append(String.join(",", delivery.recipients())).append(" by ");
            }
            line.append(delivery.destination()).append(' ').append(delivery.state());
            if (!delivery.words().isEmpty()) {
                line.append(" (").append(delivery.words()).append(')');
            }
        }
        return line.toString();
    }
}
