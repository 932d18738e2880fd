package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.peers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads what OpenSSL writes.
@Tag("peer")
class PemFilesTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-newkey rsa:2048",
                "-newkey ec -pkeyopt ec_paramgen_curve:P-256",
                "-newkey ec -pkeyopt ec_paramgen_curve:P-384",
                "-newkey ed25519"
            })
    void keysOfEveryUsualKindAreRead(String kind) throws Exception {
        assertThat(issued(kind).context()).isNotNull();
    }

    @Test
    void keysInOldFormsAreRead() throws Exception {
        PemFiles rsa = issued("-newkey rsa:2048");
        openssl("rsa -traditional -in key.pem -out old.pem");
        assertThat(Files.readString(path("old.pem"))).contains("BEGIN RSA PRIVATE KEY");
        assertThat(new PemFiles(rsa.certificate(), path("old.pem")).context()).isNotNull();
        PemFiles ec = issued("-newkey ec -pkeyopt ec_paramgen_curve:P-256");
        openssl("ec -in key.pem -out old.pem");
        assertThat(Files.readString(path("old.pem"))).contains("BEGIN EC PRIVATE KEY");
        assertThat(new PemFiles(ec.certificate(), path("old.pem")).context()).isNotNull();
    }

    @Test
    void bothMayBeInOneFile() throws Exception {
        PemFiles apart = issued("-newkey ec -pkeyopt ec_paramgen_curve:P-256");
        Path both = path("both.pem");
        Files.writeString(
                both, Files.readString(apart.key()) + Files.readString(apart.certificate()));
        assertThat(new PemFiles(both, both).context()).isNotNull();
    }

    @Test
    void whatCannotBeUsedIsNamed() throws Exception {
        PemFiles good = issued("-newkey ec -pkeyopt ec_paramgen_curve:P-256");
        Path other = Files.copy(good.key(), path("other.pem"));
        PemFiles next = issued("-newkey ec -pkeyopt ec_paramgen_curve:P-256");
        assertThatThrownBy(() -> new PemFiles(next.certificate(), other).context())
                .hasMessageContaining("other.pem does not belong");
        assertThatThrownBy(() -> new PemFiles(other, other).context())
                .hasMessageContaining("holds no PEM certificate");
        assertThatThrownBy(() -> new PemFiles(next.certificate(), next.certificate()).context())
                .hasMessageContaining("holds no PEM private key");
        openssl("pkcs8 -topk8 -in key.pem -out sealed.pem -passout pass:1234");
        assertThatThrownBy(() -> new PemFiles(next.certificate(), path("sealed.pem")).context())
                .hasMessageContaining("not encrypted");
        Path empty = Files.writeString(path("empty.pem"), "");
        assertThatThrownBy(() -> new PemFiles(empty, next.key()).context())
                .hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> new PemFiles(path("absent.pem"), next.key()).context())
                .isInstanceOf(IOException.class);
    }

    private PemFiles issued(String kind) throws Exception {
        openssl(
                "req -x509 -nodes -subj /CN=gate.example.cz -days 2 -keyout key.pem -out chain.pem "
                        + kind);
        return new PemFiles(path("chain.pem"), path("key.pem"));
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(RealClients.require("openssl")));
        for (String argument : arguments.split(" ", -1)) {
            command.add(argument.endsWith(".pem") ? path(argument).toString() : argument);
        }
        String _ = Programs.run(folder, command);
    }
}
