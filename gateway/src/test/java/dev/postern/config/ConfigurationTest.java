package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    @TempDir Path folder;

    private static final String COLLECT =
            """
            data: .

            tenants:
              szr:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: "${env:SZR}"}

            collect:
              razr:
                mailbox: razr@example.cz
                tenant: szr
                protocol: imap
                every: 5m
                idle: true
                folder: INBOX
                after: delete
                to: razr-inbox

            destinations:
              razr-inbox: {folder: inbox}
            """;

    @Test
    void fileOfTheDesignBecomesRecords() throws IOException {
        Settings settings = settings(COLLECT);

        Collect razr = settings.collect().get("razr");
        assertThat(razr.mailbox()).isEqualTo(new EmailAddress("razr@example.cz"));
        assertThat(razr.every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(razr.idle()).isTrue();
        assertThat(razr.after()).isEqualTo(new Collect.After.Delete());
        assertThat(razr.to()).containsExactly("razr-inbox");
        assertThat(settings.destinations().get("razr-inbox").kind())
                .isEqualTo(new Destination.Kind.Folder(folder.resolve("inbox")));
        assertThat(settings.tenants().get("szr").cloud()).isEqualTo(Cloud.Named.WORLDWIDE);
        assertThat(settings.tenants().get("szr").credential())
                .isEqualTo(
                        new Credential.ClientSecret(Secret.of("s3cr3t-value"), Optional.empty()));
    }

    private Settings settings(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
        Configuration configuration = Configuration.load(file, Map.of("SZR", "s3cr3t-value"));
        assertThat(configuration).isInstanceOf(Configuration.Valid.class);
        return ((Configuration.Valid) configuration).settings();
    }
}
