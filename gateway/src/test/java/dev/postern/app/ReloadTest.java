package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.collector.Assignment;
import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.config.Whereabouts;
import dev.postern.token.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What new settings change, and what they leave as it is.
class ReloadTest {

    private static final String YAML =
            """
            data: data
            tenants:
              one: {tenant-id: 22222222-2222-2222-2222-222222222222, client-id: 11111111-1111-1111-1111-111111111111, credential: {secret: hush}}
            collect:
              requests: {mailbox: requests@example.cz, tenant: one, to: inbox}
              invoices: {mailbox: invoices@example.cz, tenant: one, to: inbox}
            destinations:
              inbox: {folder: inbox}
            """;

    @TempDir private Path folder;
    private final Wiring wiring = new Wiring();

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("inbox"));
    }

    private Settings settings(String yaml) throws IOException {
        Path file = folder.resolve("postern.yaml");
        Files.writeString(file, yaml);
        return switch (Configuration.load(file)) {
            case Configuration.Valid(Settings settings, _) -> settings;
            case Configuration.Invalid invalid -> throw new AssertionError(invalid.report());
        };
    }

    private Assignment requests(String yaml) throws IOException {
        return wiring.assignments(settings(yaml)).getFirst();
    }

    @Test
    void whatDidNotChangeStaysAsItIs() throws Exception {
        List<Assignment> before = wiring.assignments(settings(YAML));
        String changed =
                YAML.replace(
                        "invoices@example.cz, tenant", "invoices@example.cz, every: 1m, tenant");

        List<Assignment> after = wiring.assignments(settings(changed));

        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
        assertThat(after.get(1).server()).isEqualTo(before.get(1).server());
    }

    @Test
    void changedLimitsAreAChange() throws Exception {
        String limited =
                YAML.replace(
                        "requests@example.cz, tenant",
                        "requests@example.cz, limits: {attempts: 3}, tenant");

        assertThat(requests(limited)).isNotEqualTo(requests(YAML));
        assertThat(Changes.between(settings(YAML), settings(limited)).words())
                .containsExactly("mailbox requests changed");
    }

    @Test
    void renamedTenantHasItsNewName() throws Exception {
        Tenant before = requests(YAML).server().tenant();
        Tenant after =
                requests(YAML.replace(" one:", " two:").replace("tenant: one", "tenant: two"))
                        .server()
                        .tenant();

        assertThat(before.name()).isEqualTo("one");
        assertThat(after.name()).isEqualTo("two");
        assertThat(after.credentials()).hasSameSizeAs(before.credentials());
    }

    @Test
    void renewedCertificatesOfAnAuthorityAreRead() throws Exception {
        Path anchors = folder.resolve("ca.pem");
        dev.postern.lab.tls.Authority.create(new java.security.SecureRandom(), Instant.now())
                .writePem(anchors);
        String own =
                YAML.replace(
                        "credential: {secret: hush}}",
                        "credential: {secret: hush}, cloud: {authority: https://localhost, imap: localhost:1, pop3: localhost:2, trust: ca.pem}}");
        Assignment before = requests(own);
        assertThat(requests(own)).isEqualTo(before);

        Files.setLastModifiedTime(anchors, FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(requests(own).server().trust()).isNotSameAs(before.server().trust());
    }

    @Test
    void folderOfTheStoreCannotChange() throws Exception {
        Settings before = settings(YAML);
        Files.createDirectory(folder.resolve("other"));

        Changes changes =
                Changes.between(before, settings(YAML.replace("data: data", "data: other")));

        assertThat(changes.impossible()).singleElement().asString().contains("`data`");
        assertThat(Changes.between(before, before).words()).containsExactly("nothing changed");
    }

    @Test
    void serviceIsFoundThoughTheFileHasMistakes() throws Exception {
        Path file = folder.resolve("postern.yaml");
        Files.writeString(
                file,
                YAML.replace("secret: hush", "secret: \"${env:NOWHERE_SET}\"")
                                .replace("data: data", "data: gone")
                        + "control: {socket: own.sock}\nunknown: 1\n");

        assertThat(Configuration.load(file)).isInstanceOf(Configuration.Invalid.class);
        assertThat(Configuration.whereabouts(file))
                .contains(
                        new Whereabouts(
                                folder.resolve("gone"),
                                java.util.Optional.of(folder.resolve("own.sock"))));
        Files.writeString(file, "collect: [");
        assertThat(Configuration.whereabouts(file)).isEmpty();
    }
}
