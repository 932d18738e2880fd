package dev.postern.crash;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// What survives a crash: the mailboxes, the application, and the folder that Postern runs in.
final class Scene implements AutoCloseable {

    static final String IMAP = "razr@example.cz";
    static final String POP3 = "faktury@example.cz";
    static final List<String> MAILBOXES = List.of(IMAP, POP3);

    /// The same mailboxes by their names in the settings.
    static final List<String> NAMES = List.of("requests", "invoices");

    /// Not said anywhere but in files that hold secrets.
    static final String SIGNING_SECRET = "c2lnbmluZy1zZWNyZXQtb2YtdGhlLXRlc3Q";

    final Path folder;
    final Path inbox;
    final Path settings;
    final Lab lab;
    final Application application = new Application();

    Scene(Path folder) throws IOException {
        this.folder = folder;
        this.inbox = Files.createDirectories(folder.resolve("inbox"));
        this.settings = folder.resolve("postern.yaml");
        Files.createDirectories(folder.resolve("data"));
        secret("client-secret", "lab-secret");
        secret("signing-secret", SIGNING_SECRET);
        this.lab = Lab.start(LabSettings.free(folder));
        Files.writeString(settings, yaml());
    }

    private void secret(String name, String value) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, value + "\n");
    }

    /// Settings by which both mailboxes are emptied into a folder and to an application.
    String yaml() {
        return """
        data: data
        tenants:
          lab:
            tenant-id: 22222222-2222-2222-2222-222222222222
            client-id: 11111111-1111-1111-1111-111111111111
            credential: {secret: "${file:client-secret}"}
            cloud: {authority: "%s", imap: "%s", pop3: "%s", trust: ca.pem}
        collect:
          requests: {mailbox: %s, tenant: lab, every: 10s, idle: true, after: delete, to: [inbox, app]}
          invoices: {mailbox: %s, tenant: lab, protocol: pop3, every: 10s, after: delete, to: [inbox, app]}
        destinations:
          inbox: {folder: inbox}
          app: {webhook: {url: "%s", signing-secret: "${file:signing-secret}"}}
        queue: {reserve: 16MiB}
        """
                .formatted(
                        lab.started().authority(),
                        lab.started().imap(),
                        lab.started().pop3(),
                        IMAP,
                        POP3,
                        application.url());
    }

    /// What was handed over into the folder, by the end of its name.
    List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.list(inbox)) {
            return all.filter(file -> file.getFileName().toString().endsWith(ending)).toList();
        }
    }

    /// How many messages are still on the server.
    int left() {
        return MAILBOXES.stream()
                .mapToInt(one -> lab.mail().store().mailbox(one).inbox().messages().size())
                .sum();
    }

    @Override
    public void close() {
        lab.close();
        application.close();
    }
}
