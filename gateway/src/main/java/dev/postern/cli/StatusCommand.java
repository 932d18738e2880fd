package dev.postern.cli;

import dev.postern.control.Operations;
import dev.postern.control.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Asks the running service how it does. Exit 0: well; 1: a person must act; 2: no service is running.")
final class StatusCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Option(names = "--json", description = "Print the status as JSON.")
    private boolean json;

    StatusCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Optional<ServiceStatus> found = operations.status(settings.file(operations));
        if (found.isEmpty()) {
            terminal.say("No service is running with these settings.");
            return PosternCommand.UNUSABLE;
        }
        ServiceStatus status = found.get();
        if (json) {
            terminal.json(status);
        } else {
            print(status);
        }
        return status.healthy() ? PosternCommand.OK : PosternCommand.WRONG;
    }

    private void print(ServiceStatus status) {
        terminal.print(
                "postern %s, process %d, since %s: %s"
                        .formatted(
                                status.version(),
                                status.pid(),
                                at(status.started()),
                                status.healthy() ? "all is well" : "A PERSON MUST ACT"));
        status.alarms().forEach(alarm -> terminal.print(line(alarm)));
        status.mailboxes().forEach(mailbox -> terminal.print(line(mailbox)));
        status.destinations().forEach(destination -> terminal.print(line(destination)));
        status.tokens().forEach(token -> terminal.print(line(token)));
        String waiting =
                status.oldestWaiting()
                        .map(since -> ", the oldest waits since " + at(since))
                        .orElse("");
        terminal.print(
                "  queue    "
                        + (status.queue().isEmpty() ? "empty" : status.queue().toString())
                        + waiting);
    }

    private static String line(ServiceStatus.Alarm alarm) {
        return "  ALARM    %s, since %s: %s"
                .formatted(alarm.subject(), at(alarm.since()), alarm.text());
    }

    private static String line(ServiceStatus.Mailbox mailbox) {
        return "  mailbox  %-16s %-9s last success %s, next %s%s%s"
                .formatted(
                        mailbox.name(),
                        mailbox.activity(),
                        mailbox.lastSuccess().map(_ -> ago(mailbox.lagSeconds())).orElse("never"),
                        at(mailbox.next()),
                        mailbox.left() > 0 ? ", " + mailbox.left() + " left" : "",
                        mailbox.trouble()
                                .map(trouble ->
                                        "; failed %d times: %s"
                                                .formatted(mailbox.failures(), trouble))
                                .orElse(""));
    }

    private static String line(ServiceStatus.Destination destination) {
        return "  to       %-16s %-9s %d waiting, %d parked%s"
                .formatted(
                        destination.name(),
                        destination.state(),
                        destination.waiting(),
                        destination.parked(),
                        destination.trouble().map(trouble -> "; " + trouble).orElse(""));
    }

    private static String line(ServiceStatus.Token token) {
        return "  token    %-16s until %s%s%s"
                .formatted(
                        token.tenant(),
                        token.expires().map(StatusCommand::at).orElse("-"),
                        token.secretExpires()
                                .map(end ->
                                        ", its credential until " + end.toString().substring(0, 10))
                                .orElse(""),
                        token.trouble().map(trouble -> "; " + trouble).orElse(""));
    }

    private static String at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String ago(long seconds) {
        Duration ago = Duration.ofSeconds(seconds);
        return ago.toHours() > 2
                ? ago.toHours() + " h ago"
                : ago.toMinutes() > 2 ? ago.toMinutes() + " min ago" : seconds + " s ago";
    }
}
