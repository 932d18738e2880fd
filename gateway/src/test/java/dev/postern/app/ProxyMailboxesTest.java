package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.control.AccountEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyMailboxesTest {

    @TempDir private Path folder;

    private Settings settings() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("postern.yaml"),
                        """
                        data: .
                        tenants:
                          a:
                            tenant-id: 22222222-2222-2222-2222-222222222222
                            client-id: 11111111-1111-1111-1111-111111111111
                            credential: {secret: "${env:SECRET}"}
                          b:
                            tenant-id: contoso.onmicrosoft.com
                            client-id: 11111111-1111-1111-1111-111111111111
                            credential: {secret: "${env:SECRET}"}
                        collect:
                          razr: {mailbox: razr@example.cz, tenant: a, to: inbox}
                        destinations:
                          inbox: {folder: .}
                          out: {exchange: {tenant: b, mailbox: noreply@contoso.com}}
                        proxy:
                          - {protocol: imap, listen: "127.0.0.1:1143", tenant: a}
                          - {protocol: imap, listen: "127.0.0.1:2143", tenant: b}
                        """);
        Configuration read = Configuration.load(file, Map.of("SECRET", "x"));
        assertThat(read).as(read.report()).isInstanceOf(Configuration.Valid.class);
        return ((Configuration.Valid) read).settings();
    }

    private static AccountEntry account(String name, boolean enabled, String... mailboxes) {
        return new AccountEntry(
                name,
                enabled,
                List.of(),
                "keep",
                Optional.empty(),
                List.of(mailboxes),
                List.of(),
                Optional.empty(),
                1,
                false,
                Instant.EPOCH,
                Optional.empty());
    }

    @Test
    void mailboxIsLookedForWhereTheSettingsHaveItsDomain() throws IOException {
        Settings settings = settings();
        ProxyMailboxes mailboxes =
                new ProxyMailboxes(
                        settings,
                        List.of(
                                account("one", true, "Razr@Example.cz", "stock@contoso.com"),
                                account("two", true, "razr@example.cz", "who@example.com"),
                                account("gone", false, "old@example.cz")));

        assertThat(mailboxes.behind(settings.proxy().getFirst()))
                .containsExactly("razr@example.cz", "who@example.com");
        assertThat(mailboxes.behind(settings.proxy().getLast()))
                .containsExactly("stock@contoso.com", "who@example.com");
        assertThat(mailboxes.accounts(settings.proxy().getFirst())).isEqualTo(2);
    }

    @Test
    void accountThatOpensNothingIsNotCounted() throws IOException {
        Settings settings = settings();
        ProxyMailboxes mailboxes = new ProxyMailboxes(settings, List.of(account("printer", true)));

        assertThat(mailboxes.behind(settings.proxy().getFirst())).isEmpty();
        assertThat(mailboxes.accounts(settings.proxy().getFirst())).isZero();
    }
}
