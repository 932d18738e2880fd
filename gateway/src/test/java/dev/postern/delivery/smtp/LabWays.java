package dev.postern.delivery.smtp;

import dev.postern.advice.Service;
import dev.postern.delivery.MailboxAllowances;
import dev.postern.delivery.smtp.SmtpServer.Tls;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.mail.Outbox;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.token.Authority;
import dev.postern.token.CachedTokens;
import dev.postern.token.Credential;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Microsoft 365 in a box, as new before each test of a class, and agents that send by it: tokens,
/// TLS and all.
final class LabWays
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    static final String EXCHANGE = "/tenants/example/exchange";
    static final String NOREPLY = "noreply@example.cz";
    static final String TEXT = "From: No reply <noreply@example.cz>\r\n\r\nhello\r\n.\r\n";
    private static final Credential SECRET = new Credential.ClientSecret(() -> "lab-secret");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path folder;
    private Lab lab;
    private String world;
    private CachedTokens tokens;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("postern-lab-ways");
        lab = Lab.start(LabSettings.free(folder));
        world = lab.directory().read("").toString();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        lab.directory().put("", world);
        lab.mail().faults().clear();
        lab.outbox().clear();
        // What was counted for a day is over, and so are all tokens.
        lab.clock().advance(Duration.ofDays(2));
        tokens =
                CachedTokens.open(
                        TokenSettings.usual(Map.of()), _ -> {}, lab.clock(), new Random(1));
        open.push(tokens);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        lab.close();
        Files.deleteIfExists(folder.resolve("ca.pem"));
        Files.deleteIfExists(folder);
    }

    Lab lab() {
        return lab;
    }

    List<Outbox.Accepted> outbox() {
        return lab.outbox().messages();
    }

    SmtpAgent exchange(Optional<String> mailbox) {
        return agent(
                lab.started().smtp(),
                Tls.REQUIRED,
                new SignOn.ByToken(
                        mailbox,
                        tenant(),
                        new Scope("https://outlook.office365.com/.default"),
                        Duration.ofMinutes(5)),
                SmtpWay.Carries.ANYTHING);
    }

    SmtpAgent hve() {
        return agent(
                lab.started().hve(),
                Tls.REQUIRED,
                new SignOn.ByToken(
                        Optional.of("hve@example.cz"),
                        tenant(),
                        new Scope("https://outlook.office365.com/.default"),
                        Duration.ofMinutes(20)),
                new SmtpWay.Carries(
                        Optional.of(AddrSpec.of("hve@example.cz")), Set.of("example.cz")));
    }

    static SignOn password(String user) {
        return new SignOn.ByPassword(user, () -> "lab-secret", true);
    }

    Tenant tenant() {
        return new Tenant(
                "example",
                "22222222-2222-2222-2222-222222222222",
                "11111111-1111-1111-1111-111111111111",
                List.of(SECRET),
                new Authority(
                        URI.create(lab.started().authority()),
                        Optional.of(lab.started().caFile())));
    }

    SmtpAgent agent(String at, Tls tls, SignOn signOn, SmtpWay.Carries carries) {
        String[] place = at.split(":", 2);
        SmtpAgent agent =
                new SmtpAgent(
                        new SmtpWay(
                                new SmtpServer(
                                        place[0],
                                        Integer.parseInt(place[1]),
                                        tls,
                                        lab.clientContext(),
                                        "gateway.example",
                                        SmtpClient.DEADLINES,
                                        Service.SMTP),
                                signOn,
                                carries,
                                SmtpWay.Keeping.USUAL,
                                MailboxAllowances.Allowance.EXCHANGE),
                        tokens,
                        lab.clock());
        open.push(agent);
        return agent;
    }

    static String text(Outbox.Accepted one) {
        try (InputStream in = one.content().source().orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
