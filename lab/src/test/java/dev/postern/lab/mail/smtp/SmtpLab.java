package dev.postern.lab.mail.smtp;

import dev.postern.lab.Lab;
import dev.postern.lab.RunningLab;
import dev.postern.lab.directory.World;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.WireClient;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One lab for all tests of a class, as new before each of them.
public final class SmtpLab implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    public static final String NOREPLY = "noreply@example.cz";
    public static final String RAZR = "razr@example.cz";
    public static final String EXCHANGE = "/tenants/example/exchange";
    public static final String ACS_SCOPE = "https://communication.azure.com/.default";

    private Path folder;
    private RunningLab running;
    private String world;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("postern-lab-smtp");
        running = new RunningLab(folder);
        world = lab().directory().read("").toString();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws WorldException {
        lab().directory().put("", world);
        lab().mail().faults().clear();
        lab().outbox().clear();
        lab().mail()
                .store()
                .mailboxes()
                .forEach(mailbox ->
                        mailbox.folders()
                                .forEach(one ->
                                        one.messages()
                                                .forEach(message -> one.remove(message.uid()))));
        // What was counted for a day is over, and so are all tokens.
        lab().clock().advance(Duration.ofDays(2));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        running.close();
        Files.deleteIfExists(folder.resolve("ca.pem"));
        Files.deleteIfExists(folder);
    }

    public Lab lab() {
        return running.lab();
    }

    public RunningLab running() {
        return running;
    }

    public Path caFile() {
        return folder.resolve("ca.pem");
    }

    public World world() {
        return lab().directory().world();
    }

    public void patch(String path, String yaml) throws WorldException {
        lab().directory().patch(path, yaml);
    }

    /// A token for Exchange.
    public String token() throws IOException, InterruptedException {
        return running.token();
    }

    public String token(String scope) throws IOException, InterruptedException {
        Map<String, String> form = RunningLab.rightForm();
        form.put("scope", scope);
        return running.token(RunningLab.TENANT, form).token();
    }

    /// A connection that has heard the greeting.
    public SmtpClient connect(String hostAndPort) throws IOException {
        SmtpClient client = dial(hostAndPort);
        client.reply();
        return client;
    }

    /// A connection on which nothing was heard yet.
    public SmtpClient dial(String hostAndPort) throws IOException {
        int port = Integer.parseInt(hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1));
        return new SmtpClient(WireClient.connect(port));
    }

    /// A connection by TLS that has said EHLO.
    public SmtpClient secure(String hostAndPort) throws IOException {
        SmtpClient client = connect(hostAndPort);
        client.ask("EHLO client.example");
        client.startTls(lab().clientContext());
        return client;
    }

    /// A session at Exchange that has signed in as this mailbox.
    public SmtpClient exchange(String mailbox) throws IOException, InterruptedException {
        SmtpClient client = secure(lab().started().smtp());
        client.mustAsk("AUTH XOAUTH2 " + WireClient.xoauth2(mailbox, token()), "235");
        return client;
    }

    public List<Outbox.Accepted> outbox() {
        return lab().outbox().messages();
    }

    public List<String> inbox(String mailbox) {
        return texts(lab().mail().store().mailbox(mailbox).inbox());
    }

    public List<String> sentItems(String mailbox) {
        return texts(lab().mail().store().mailbox(mailbox).folder("Sent Items").orElseThrow());
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(Folder folder) {
        return folder.messages().stream().map(SmtpLab::text).toList();
    }

    private static String text(Message message) {
        try (InputStream in = message.source().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
