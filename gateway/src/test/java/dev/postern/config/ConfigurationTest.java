package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
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

    @Test
    void whatIsLeftOutHasItsDefault() throws IOException {
        Settings settings =
                settings(
                        COLLECT.lines()
                                .filter(line ->
                                        !line.matches(" +(protocol|every|idle|folder|after):.*"))
                                .collect(Collectors.joining("\n")));

        Collect razr = settings.collect().get("razr");
        assertThat(razr.protocol()).isEqualTo(Collect.Protocol.IMAP);
        assertThat(razr.every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(razr.idle()).isFalse();
        assertThat(razr.folder()).isEqualTo("INBOX");
        assertThat(razr.after()).isEqualTo(new Collect.After.Keep());
        assertThat(razr.start()).isEqualTo(Collect.Start.ALL);
        assertThat(razr.limits())
                .isEqualTo(new Collect.Limits(5000, 10, 6, Duration.ofMinutes(30), 1));
        assertThat(settings.queue())
                .isEqualTo(new Settings.Queue(new ByteSize(150L << 20), new ByteSize(512L << 20)));
        assertThat(settings.history().keep()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.log())
                .isEqualTo(
                        new Settings.Log(true, Settings.Log.Format.PLAIN, Settings.Log.Level.INFO));
        assertThat(settings.control().socket()).isEmpty();
        assertThat(settings.destinations().get("razr-inbox").retry())
                .isEqualTo(
                        new Destination.Retry(
                                Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(5)));
        assertThat(settings.destinations().get("razr-inbox").messagesPerMinute()).isEmpty();
    }

    @Test
    void everyKindOfDestinationCanBeWrittenShortOrInFull() throws IOException {
        Map<String, Destination> destinations =
                settings(
                                COLLECT
                                        + """
                                          full: {folder: {path: /srv/x}, messages-per-minute: 600}
                                          mail: {maildir: /srv/mail}
                                          hook: {webhook: "https://app.example.cz/mail"}
                                          posted:
                                            webhook:
                                              url: https://app.example.cz/mail
                                              format: json
                                              headers: {Authorization: "Bearer ${env:SZR}"}
                                          run: {command: [/bin/true, -x]}
                                          slow: {command: {line: [/bin/true], time-limit: 1h}}
                                        """)
                        .destinations();

        assertThat(destinations.values().stream().map(Destination::kind))
                .containsExactly(
                        new Destination.Kind.Folder(folder.resolve("inbox")),
                        new Destination.Kind.Folder(Path.of("/srv/x")),
                        new Destination.Kind.Maildir(Path.of("/srv/mail")),
                        webhook(Destination.Kind.Webhook.Format.RAW, Map.of()),
                        webhook(
                                Destination.Kind.Webhook.Format.JSON,
                                Map.of(
                                        "Authorization",
                                        Secret.join(
                                                List.of(
                                                        Secret.of("Bearer "),
                                                        Secret.of("s3cr3t-value"))))),
                        new Destination.Kind.Command(
                                List.of("/bin/true", "-x"), Duration.ofMinutes(2)),
                        new Destination.Kind.Command(List.of("/bin/true"), Duration.ofHours(1)));
        assertThat(destinations.get("full").messagesPerMinute()).contains(600);
    }

    private static Destination.Kind webhook(
            Destination.Kind.Webhook.Format format, Map<String, Secret> headers) {
        return new Destination.Kind.Webhook(
                URI.create("https://app.example.cz/mail"),
                Optional.empty(),
                format,
                headers,
                Duration.ofSeconds(30),
                Optional.empty());
    }

    @Test
    void everyKindOfCredentialCanBeWritten() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        assertThat(credential("{certificate: file, key: file, password: \"${env:SZR}\"}"))
                .isEqualTo(
                        new Credential.Certificate(
                                folder.resolve("file"),
                                folder.resolve("file"),
                                Optional.of(Secret.of("s3cr3t-value"))));
        assertThat(credential("{pkcs12: file, password: \"${env:SZR}\"}"))
                .isEqualTo(
                        new Credential.KeyStore(folder.resolve("file"), Secret.of("s3cr3t-value")));
        assertThat(credential("{federated-token-file: file}"))
                .isEqualTo(new Credential.Federated(folder.resolve("file")));
        assertThat(credential("{managed-identity: system}"))
                .isEqualTo(new Credential.Managed(new Credential.Identity.SystemAssigned()));
        assertThat(credential("{managed-identity: 55555555-5555-5555-5555-555555555555}"))
                .isEqualTo(
                        new Credential.Managed(
                                new Credential.Identity.UserAssigned(
                                        UUID.fromString("55555555-5555-5555-5555-555555555555"))));
        assertThat(credential("{secret: \"${env:SZR}\", expires: 2027-06-30}"))
                .isEqualTo(
                        new Credential.ClientSecret(
                                Secret.of("s3cr3t-value"), Optional.of(LocalDate.of(2027, 6, 30))));
    }

    private Credential credential(String yaml) throws IOException {
        return settings(COLLECT.replace("{secret: \"${env:SZR}\"}", yaml))
                .tenants()
                .get("szr")
                .credential();
    }

    @Test
    void cloudOfOnesOwnIsWorldwideWhereItSaysNothing() throws IOException {
        Settings settings =
                settings(
                        COLLECT.replace(
                                "collect:", "    cloud: {imap: \"localhost:1993\"}\ncollect:"));

        Cloud cloud = settings.tenants().get("szr").cloud();
        assertThat(cloud.imap()).isEqualTo(new HostPort("localhost", 1993));
        assertThat(cloud.pop3()).isEqualTo(Cloud.Named.WORLDWIDE.pop3());
        assertThat(cloud.smtp()).isEqualTo(Cloud.Named.WORLDWIDE.smtp());
        assertThat(cloud.authority()).isEqualTo(Cloud.Named.WORLDWIDE.authority());
        assertThat(cloud.scope()).isEqualTo(Cloud.Named.WORLDWIDE.scope());
    }

    @Test
    void moveIsWrittenWithItsFolder() throws IOException {
        Settings settings = settings(COLLECT.replace("after: delete", "after: {move: Processed}"));

        assertThat(settings.collect().get("razr").after())
                .isEqualTo(new Collect.After.Move("Processed"));
    }

    @Test
    void referencesAreUnderstoodInAnyValueAndCanBeEscaped() throws IOException {
        Files.writeString(folder.resolve("mailbox"), "razr@example.cz\n");

        Settings settings =
                settings(
                        COLLECT.replace("razr@example.cz", "${file:mailbox}")
                                .replace("folder: INBOX", "folder: a-${env:SZR}-$${env:SZR}"));

        Collect razr = settings.collect().get("razr");
        assertThat(razr.mailbox()).isEqualTo(new EmailAddress("razr@example.cz"));
        assertThat(razr.folder()).isEqualTo("a-s3cr3t-value-${env:SZR}");
    }

    @Test
    void groupWithoutKeysIsAsIfItWereNotThere() throws IOException {
        assertThat(settings(COLLECT + "log:\nqueue: {}\n")).isEqualTo(settings(COLLECT));
    }

    @Test
    void entriesKeepTheOrderOfTheFile() throws IOException {
        Settings settings =
                settings(COLLECT + "  z: {folder: z}\n  a: {folder: a}\n  m: {folder: m}\n");

        assertThat(settings.destinations().keySet()).containsExactly("razr-inbox", "z", "a", "m");
    }

    @Test
    void aliasStandsForAWholeValue() throws IOException {
        Settings settings =
                settings(
                        COLLECT.replace("to: razr-inbox", "to: &to [razr-inbox]\n    limits: {}")
                                .replace(
                                        "destinations:",
                                        "  b: {mailbox: b@example.cz, tenant: szr, to: *to}\n"
                                                + "destinations:"));

        assertThat(settings.collect().get("b").to()).containsExactly("razr-inbox");
    }

    @Test
    void linesMayEndAsOnWindows() throws IOException {
        assertThat(settings(COLLECT.replace("\n", "\r\n"))).isEqualTo(settings(COLLECT));
    }

    @Test
    void fileInTheWorkingFolderCountsFirst() throws IOException {
        Path etc = Path.of("/etc/postern/postern.yaml");
        Path here = folder.resolve("postern.yaml");
        assertThat(Configuration.candidates(folder)).containsExactly(here, etc);

        Files.writeString(here, COLLECT);

        assertThat(Configuration.find(folder)).contains(here);
    }

    @Test
    @Tag("slow") // a file of its full size
    void thousandsOfMailboxesFitIntoOneFile() throws IOException {
        var entries = new StringBuilder();
        for (int i = 0; i < 8_000; i++) {
            entries.append(
                    "  box-%d: {mailbox: box-%d@example.cz, tenant: szr, to: box-%d}\n"
                            .formatted(i, i, i));
        }
        String collect = entries.toString();
        String folders = collect.replaceAll("\\{.*, to: (.*)}", "{folder: $1}");

        Settings settings =
                assertTimeoutPreemptively(
                        Duration.ofMinutes(2),
                        () ->
                                settings(
                                        COLLECT.replace("destinations:", collect + "destinations:")
                                                + folders));

        assertThat(settings.collect()).hasSize(8_001);
    }

    private Settings settings(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
        Configuration configuration = Configuration.load(file, Map.of("SZR", "s3cr3t-value"));
        assertThat(configuration.report()).doesNotContain("error:");
        assertThat(configuration).isInstanceOf(Configuration.Valid.class);
        return ((Configuration.Valid) configuration).settings();
    }
}
