package dev.postern.cli;

import dev.postern.control.DeviceEntry;
import dev.postern.control.Operations;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "devices",
        description =
                "Lists the devices and programs that came to send or to sign in, let in or not; the one last seen first.")
final class DevicesCommand implements Callable<Integer> {

    private final Operations operations;
    private final Terminal terminal;

    @Mixin private SettingsOption settings = new SettingsOption();

    @Option(names = "--json", description = "Print an array, one object a device.")
    private boolean json;

    DevicesCommand(Operations operations, Terminal terminal) {
        this.operations = operations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<DeviceEntry> devices = operations.accounts(settings.file(operations)).devices();
        if (json) {
            terminal.json(devices);
        } else {
            devices.forEach(this::print);
            terminal.say(devices.size() == 1 ? "1 device" : devices.size() + " devices");
        }
        return PosternCommand.OK;
    }

    private void print(DeviceEntry device) {
        terminal.print(
                "%s  %-15s %-20s %-15s %s %s %s, %d visits, %d messages%s"
                        .formatted(
                                device.lastSeen().truncatedTo(ChronoUnit.SECONDS),
                                device.address(),
                                device.hello().isEmpty() ? "-" : device.hello(),
                                device.account().isEmpty() ? "-" : device.account(),
                                device.protocol(),
                                device.tls().orElse("in the clear"),
                                device.mechanism().orElse("no sign-in"),
                                device.visits(),
                                device.messages(),
                                device.senders().isEmpty()
                                        ? ""
                                        : " as " + String.join(", ", device.senders())));
        device.lastRefusal()
                .ifPresent(words ->
                        terminal.print(
                                "    refused %d times, last: %s"
                                        .formatted(device.refused(), words)));
    }
}
