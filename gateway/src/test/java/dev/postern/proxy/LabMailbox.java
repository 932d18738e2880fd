package dev.postern.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import dev.postern.token.Authority;
import dev.postern.token.CachedTokens;
import dev.postern.token.Credential;
import dev.postern.token.Grant;
import dev.postern.token.Scope;
import dev.postern.token.Tenant;
import dev.postern.token.TokenRequest;
import dev.postern.token.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A mailbox of Microsoft 365 in a box, which is as new before each test of a class, and a token
/// for it.
final class LabMailbox implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    static final String ADDRESS = "razr@example.cz";
    static final String EXCHANGE = "/tenants/example/exchange";

    private Path folder;
    private Lab lab;
    private String world;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("postern-dialect");
        lab = Lab.start(LabSettings.free(folder));
        world = lab.directory().read("").toString();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        lab.directory().put("", world);
        lab.mail().faults().clear();
        lab.outbox().clear();
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

    Upstream pop3() {
        return upstream(lab.started().pop3(), Security.IMPLICIT);
    }

    Upstream smtp() {
        return upstream(lab.started().smtp(), Security.STARTTLS);
    }

    private Upstream upstream(String place, Security security) {
        String[] parts = place.split(":", 2);
        return new Upstream(
                new Endpoint(parts[0], Integer.parseInt(parts[1]), security),
                lab.clientContext(),
                Deadlines.USUAL,
                "gate.example.cz");
    }

    AccessToken token() throws IOException, InterruptedException {
        Tenant tenant =
                new Tenant(
                        "example",
                        "22222222-2222-2222-2222-222222222222",
                        "11111111-1111-1111-1111-111111111111",
                        List.of(new Credential.ClientSecret(() -> "lab-secret")),
                        new Authority(
                                URI.create(lab.started().authority()),
                                Optional.of(lab.started().caFile())));
        TokenRequest request =
                TokenRequest.of(tenant, new Scope("https://outlook.office365.com/.default"));
        try (CachedTokens tokens =
                CachedTokens.open(
                        TokenSettings.usual(Map.of()), _ -> {}, lab.clock(), new Random(1))) {
            Grant grant = tokens.token(request);
            assertThat(grant).isInstanceOf(Grant.Granted.class);
            return new AccessToken(((Grant.Granted) grant).token().value());
        }
    }
}
