package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SecretTest {

    @TempDir Path folder;

    @Test
    void secretShowsNothing() {
        Secret secret = Secret.of("hunter2");

        assertThat(secret).hasToString("***");
        assertThat(new Credential.KeyStore(folder, secret).toString()).doesNotContain("hunter2");
        assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
    }

    @Test
    void secretCannotBeSerialised() throws IOException {
        try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(Secret.of("hunter2")))
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void jsonOfASecretHoldsNothingOfIt() {
        String json =
                JsonMapper.builder().build().writeValueAsString(List.of(Secret.of("hunter2")));

        assertThat(json).doesNotContain("hunter2");
    }

    @Test
    void secretsAreEqualIfTheyAreWrittenAlike() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.inFile(folder.resolve("f")))
                .isEqualTo(Secret.inFile(folder.resolve("x/../f")))
                .isNotEqualTo(Secret.inFile(folder.resolve("g")))
                .isNotEqualTo(Secret.of("f"));
        assertThat(Secret.join(List.of(Secret.of("a"), Secret.of("b"))))
                .isNotEqualTo(Secret.of("a"));
    }

    @Test
    void rolledSecretIsReadAnew() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "first\n");
        Secret secret = Secret.inFile(file);
        assertThat(secret.reveal()).isEqualTo("first");

        // Same length and, as likely as not, the same tick of the clock.
        Files.writeString(file, "next!\n");

        assertThat(secret.reveal()).isEqualTo("next!");
    }

    @Test
    void oneNewlineAtTheEndOfTheFileIsNotPartOfTheSecret() throws IOException {
        assertThat(secret("a\n").reveal()).isEqualTo("a");
        assertThat(secret("a\r\n").reveal()).isEqualTo("a");
        assertThat(secret("a\n\n").reveal()).isEqualTo("a\n");
        assertThat(secret(" a ").reveal()).isEqualTo(" a ");
    }

    @Test
    void textAndFileMakeOneSecret() throws IOException {
        Secret both = Secret.join(List.of(Secret.of("Bearer "), secret("token\n")));

        assertThat(both.reveal()).isEqualTo("Bearer token");
    }

    @Test
    void fileThatIsGoneIsNamed() {
        Path gone = folder.resolve("gone");

        assertThatThrownBy(() -> Secret.inFile(gone).reveal())
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessage("cannot read a secret from " + gone + ": there is no such file");
    }

    @Test
    void fileThatIsNoTextIsRefusedWithoutShowingIt() throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[] {'s', 'e', (byte) 0xFF});

        assertThatThrownBy(() -> Secret.inFile(file).reveal())
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageEndingWith("it is not text in UTF-8")
                .hasNoCause();
    }

    @Test
    void fileThatIsTooLargeIsNotRead() throws IOException {
        assertThatThrownBy(() -> secret("x".repeat(64 * 1024 + 1)).reveal())
                .hasMessageEndingWith("it is larger than 64 KiB");
    }

    @Test
    void folderIsNoSecret() {
        assertThatThrownBy(() -> Secret.inFile(folder).reveal())
                .hasMessageEndingWith("it is a folder");
    }

    private Secret secret(String content) throws IOException {
        return Secret.inFile(Files.writeString(folder.resolve("secret"), content));
    }
}
