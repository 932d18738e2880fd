package dev.postern.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Settings to make scripts of.
final class Scene {

    /// Every kind of thing that a tenant can be asked for.
    static final String ALL =
            """
            data: .
            tenants:
              szr:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: "${env:SECRET}"}
            collect:
              razr: {mailbox: razr@example.cz, tenant: szr, to: inbox}
              old: {mailbox: old@example.cz, tenant: szr, protocol: pop3, to: inbox}
            destinations:
              inbox: {folder: .}
              exchange: {exchange: {tenant: szr, mailbox: noreply@example.cz}}
              graph: {graph: {tenant: szr, mailbox: news@example.cz}}
              hve: {hve: {tenant: szr, account: hve@example.cz}}
              acs: {acs-smtp: {username: postern, tenant: szr, mail-from: alerts@notify.example.cz}}
            """;

    /// Old clients of each protocol.
    static final String PROXY =
            ALL
                    + """
                    proxy:
                      - {protocol: imap, listen: "127.0.0.1:1143", tenant: szr}
                      - {protocol: pop3, listen: "127.0.0.1:1110", tenant: szr}
                      - {protocol: smtp, listen: "127.0.0.1:1587", tenant: szr}
                    """;

    /// Names that would be commands in a careless script.
    static final String HOSTILE =
            """
            data: .
            tenants:
              szr:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: "${env:SECRET}"}
            collect:
              razr: {mailbox: "o'brien@example.cz", tenant: szr, to: inbox}
              b: {mailbox: "a`touch&b@example.cz", tenant: szr, to: inbox}
            destinations:
              inbox: {folder: .}
              exchange: {exchange: {tenant: szr, mailbox: "o'brien@example.cz"}}
              acs: {acs-smtp: {username: "x'; $(touch pwned) `touch pwned` \\u2019 \\"", tenant: szr, mail-from: "o'b$x@notify.example.cz"}}
            """;

    private Scene() {}

    static Settings settings(Path folder, String yaml) throws IOException {
        Path file = folder.resolve("postern.yaml");
        Files.writeString(file, yaml);
        Configuration read = Configuration.load(file, Map.of("SECRET", "x"));
        assertThat(read).as(read.report()).isInstanceOf(Configuration.Valid.class);
        return ((Configuration.Valid) read).settings();
    }

    static Map<String, String> files(Path folder, String yaml, String... names) throws IOException {
        return files(folder, yaml, List.of(), names);
    }

    /// @param mailboxes that clients of the proxy may open
    static Map<String, String> files(
            Path folder, String yaml, List<String> mailboxes, String... names) throws IOException {
        return Setup.files(settings(folder, yaml), List.of(names), _ -> mailboxes);
    }
}
