package dev.postern.crash;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What survives a crash: the mailboxes, the application, and the folder that Postern runs in.
final class Scene implements AutoCloseable {

    static final String IMAP = "razr@example.cz";
    static final String POP3 = "faktury@example.cz";
    static final List<String> MAILBOXES = List.of(IMAP, POP3);

    /// Not said anywhere but in files that hold secrets.
    static final String SIGNING_SECRET = "c2lnbmluZy1zZWNyZXQtb2YtdGhlLXRlc3Q";

    final Path folder;
    final Path inbox;
    final Path settings;
    final Lab lab;
    final Application application = new Application();
    private final List<String> mailboxes;

    Scene(Path folder) throws IOException {
        this(folder, MAILBOXES);
    }

    /// @param mailboxes those of [#MAILBOXES] that are collected from
    Scene(Path folder, List<String> mailboxes) throws IOException {
        this.folder = folder;
        this.mailboxes = List.copyOf(mailboxes);
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

    /// A mailbox's name in the settings.
    static String name(String mailbox) {
        return mailbox.equals(IMAP) ? "requests" : "invoices";
    }

    private static String entry(String mailbox) {
        String rest = mailbox.equals(IMAP) ? "idle: true" : "protocol: pop3";
        return "  %s: {mailbox: %s, tenant: lab, every: 10s, %s, after: delete, to: [inbox, app]}\n"
                .formatted(name(mailbox), mailbox, rest);
    }

    /// Settings by which the mailboxes are emptied into a folder and to an application.
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
        %sdestinations:
          inbox: {folder: inbox}
          app: {webhook: {url: "%s", signing-secret: "${file:signing-secret}"}}
        queue: {reserve: 16MiB}
        """
                .formatted(
                        lab.started().authority(),
                        lab.started().imap(),
                        lab.started().pop3(),
                        mailboxes.stream().map(Scene::entry).collect(Collectors.joining()),
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
        return mailboxes.stream()
                .mapToInt(one -> lab.mail().store().mailbox(one).inbox().messages().size())
                .sum();
    }

    @Override
    public void close() {
        lab.close();
        application.close();
    }
}
