package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTest {

    private static final String BEFORE =
            """
            data: .
            tenants:
              szr:
                tenant-id: contoso.onmicrosoft.com
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: "${file:secret}"}
            collect:
              one: {mailbox: one@example.cz, tenant: szr, to: inbox}
              two: {mailbox: two@example.cz, tenant: szr, to: inbox}
            destinations:
              inbox: {folder: inbox}
            """;

    @TempDir Path folder;

    @BeforeEach
    void lay() throws IOException {
        Files.writeString(folder.resolve("secret"), "first");
        Files.writeString(folder.resolve("other-secret"), "first");
    }

    @Test
    void sameFileIsNoChange() throws IOException {
        assertThat(change(BEFORE).none()).isTrue();
    }

    @Test
    void entriesAreToldApartByName() throws IOException {
        Change change =
                change(
                        BEFORE.replace("one:", "three:")
                                .replace("two@example.cz, ", "two@example.cz, every: 1m, "));

        assertThat(change.collect())
                .isEqualTo(new Change.Names(Set.of("three"), Set.of("one"), Set.of("two")));
        assertThat(change.tenants().none()).isTrue();
        assertThat(change.destinations().none()).isTrue();
        assertThat(change.none()).isFalse();
    }

    @Test
    void orderOfEntriesIsNoChange() throws IOException {
        String one = BEFORE.lines().filter(line -> line.contains("one:")).findFirst().orElseThrow();

        Change change =
                change(
                        BEFORE.replace(one + "\n", "")
                                .replace("destinations:", one + "\ndestinations:"));

        assertThat(change.none()).isTrue();
    }

    @Test
    void changeOfADestinationOrTenantIsItsOwnOnly() throws IOException {
        Change change =
                change(
                        BEFORE.replace("{folder: inbox}", "{folder: inbox, connections: 2}")
                                .replace("${file:secret}", "${file:other-secret}"));

        assertThat(change.destinations().changed()).containsExactly("inbox");
        assertThat(change.tenants().changed()).containsExactly("szr");
        assertThat(change.collect().none()).isTrue();
    }

    @Test
    void rolledSecretInTheSameFileIsNoChange() throws IOException {
        Settings before = settings(BEFORE);
        Files.writeString(folder.resolve("secret"), "second");

        assertThat(Change.between(before, settings(BEFORE)).none()).isTrue();
    }

    @Test
    void otherKeysAreNamedAndThoseThatNeedARestart() throws IOException {
        Change change =
                change(BEFORE + "log: {level: debug}\ncontrol: {socket: s}\nhistory: {keep: 1d}\n");

        assertThat(change.others()).containsExactly("history", "log", "control");
        assertThat(change.afterRestart()).containsExactly("control");
    }

    private Change change(String after) throws IOException {
        return Change.between(settings(BEFORE), settings(after));
    }

    private Settings settings(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
        Configuration configuration = Configuration.load(file, Map.of());
        assertThat(configuration.report()).doesNotContain("error:");
        return ((Configuration.Valid) configuration).settings();
    }
}
