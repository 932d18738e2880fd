package dev.postern.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSocketTest {

    @TempDir private Path folder;

    private Path address() {
        return folder.resolve("control.sock");
    }

    private ServiceSocket open() throws IOException {
        return ServiceSocket.open(
                address(),
                Map.of(
                        "echo",
                        of -> of,
                        "fail",
                        _ -> {
                            throw new IOException("it cannot be done");
                        }));
    }

    @Test
    void questionIsAnswered() throws Exception {
        try (ServiceSocket _ = open()) {
            assertThat(new ServiceClient(address()).ask("echo", "word", String.class))
                    .contains("word");
        }
        assertThat(address()).doesNotExist();
    }

    @Test
    void onlyItsOwnUserMayOpenItAndNothingElseIsLeft() throws Exception {
        try (ServiceSocket _ = open()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(address())))
                    .isEqualTo("rw-------");
            assertThat(folder).isDirectoryContaining(file -> file.equals(address()));
            assertThat(folder.toFile().list()).hasSize(1);
        }
    }

    @Test
    void socketOfAProcessThatIsGoneIsReplaced() throws Exception {
        Files.createDirectory(folder.resolve(".control"));
        Files.createFile(folder.resolve(".control/s"));
        Files.createFile(address());
        assertThat(new ServiceClient(address()).ask("echo", "", String.class)).isEmpty();

        try (ServiceSocket _ = open()) {
            assertThat(new ServiceClient(address()).ask("echo", "new", String.class))
                    .contains("new");
        }
    }

    @Test
    void whatCannotBeDoneIsSaidInTheServicesWords() throws Exception {
        try (ServiceSocket _ = open()) {
            ServiceClient client = new ServiceClient(address());
            assertThatThrownBy(() -> client.ask("fail", "", String.class))
                    .isInstanceOf(UnusableException.class)
                    .hasMessage("it cannot be done");
            assertThatThrownBy(() -> client.ask("dance", "", String.class))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining("'dance'");
        }
    }

    @Test
    void pathThatIsTooLongIsRefusedWithARemedy() {
        Path deep = folder.resolve("x".repeat(120));

        assertThatThrownBy(() -> ServiceSocket.open(deep, Map.of()))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("control: {socket: PATH}");
    }
}
