package dev.postern.app;

import dev.postern.control.Narrator;
import dev.postern.control.Operations.LabOrder;
import dev.postern.control.UnusableException;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.directory.WorldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Runs the lab for a person's own tests.
final class LabRun {

    private LabRun() {}

    static void run(LabOrder order, Narrator narrator) throws IOException, InterruptedException {
        Files.createDirectories(order.folder());
        try (Lab lab = Lab.start(settings(order), entry -> narrator.say(entry.toString()))) {
            Lab.Started at = lab.started();
            Path yaml = settingsFor(at, order.folder());
            narrator.say("Microsoft 365 in a box is running; end it with Ctrl-C.");
            narrator.say("  token endpoint  " + at.authority() + "/{tenant}/oauth2/v2.0/token");
            narrator.say("  identities      " + at.identity() + "/metadata/identity/oauth2/token");
            narrator.say("  IMAP over TLS   " + at.imap());
            narrator.say("  POP3 over TLS   " + at.pop3());
            narrator.say("  SMTP AUTH       " + at.smtp() + "   (STARTTLS, as the next two)");
            narrator.say("  High Volume     " + at.hve());
            narrator.say("  ACS by SMTP     " + at.acsSmtp());
            narrator.say("  smart host      " + at.smartHost());
            narrator.say("  ACS Email       " + at.acs() + "/emails:send");
            narrator.say("  Graph           " + at.graph() + "/v1.0/users/{mailbox}/sendMail");
            narrator.say("  control         " + at.control() + "   (docs/how-to/lab.md)");
            narrator.say("  certificate     " + at.caFile());
            narrator.say("  settings        " + yaml + "   (postern run -c " + yaml + ")");
            new CountDownLatch(1).await();
        }
    }

    /// Writes settings that can be run as they are, so the folders that they name have to be there.
    private static Path settingsFor(Lab.Started lab, Path folder) throws IOException {
        Files.createDirectories(folder.resolve(LabYaml.DATA));
        Files.createDirectories(folder.resolve(LabYaml.INBOX));
        return Files.writeString(folder.resolve("postern.yaml"), LabYaml.forReadyMadeWorld(lab));
    }

    private static LabSettings settings(LabOrder order) throws IOException {
        try {
            if (order.file().isPresent()) {
                return LabSettings.read(order.file().get());
            }
        } catch (WorldException e) {
            throw new UnusableException(String.valueOf(e.getMessage()));
        }
        LabSettings free = LabSettings.free(order.folder());
        LabSettings.Ports ports =
                order.freePorts() ? LabSettings.Ports.FREE : LabSettings.Ports.USUAL;
        return new LabSettings(free.host(), ports, free.caFile(), free.world());
    }
}
