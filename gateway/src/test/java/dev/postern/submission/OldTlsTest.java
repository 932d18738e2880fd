package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.peers.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the JDK allows is decided once in a process, so this takes one of its own; and OpenSSL for
/// the old device.
@Tag("peer")
class OldTlsTest {

    @TempDir Path folder;

    @Test
    void oldVersionsAreSpokenAtTheListenerThatAsksForThemOnly() throws Exception {
        String chain = folder.resolve("chain.pem").toString();
        String key = folder.resolve("key.pem").toString();
        String openssl = RealClients.require("openssl");
        String _ =
                Programs.run(
                        folder,
                        List.of(
                                openssl,
                                "req",
                                "-x509",
                                "-nodes",
                                "-newkey",
                                "rsa:2048",
                                "-subj",
                                "/CN=localhost",
                                "-days",
                                "2",
                                "-keyout",
                                key,
                                "-out",
                                chain));
        Process server = server(chain, key);
        try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).as("may speak old TLS").isEqualTo("true");
            assertThat(said.readLine()).as("its clients speak").isEqualTo("TLSv1.3 TLSv1.2");
            String old = said.readLine();
            String modern = said.readLine();
            assertThat(handshake(old, "-tls1", "ALL")).contains("TLSv1");
            assertThat(handshake(old, "-tls1_1", "ALL")).contains("TLSv1.1");
            assertThat(handshake(old, "-tls1", "AES128-SHA")).contains("AES128-SHA");
            assertThat(handshake(old, "-tls1_2", "ALL")).contains("TLSv1.2");
            assertThat(handshake(modern, "-tls1_2", "ALL")).contains("TLSv1.2");
            refused(modern, "-tls1", "ALL");
            refused(modern, "-tls1_1", "ALL");
            refused(modern, "-tls1_2", "AES128-SHA");
        } finally {
            server.destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Process server(String chain, String key) throws IOException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        OldTlsMain.class.getName(),
                        chain,
                        key)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void refused(String port, String version, String suites) {
        assertThatThrownBy(() -> handshake(port, version, suites))
                .as(version + " " + suites)
                .isInstanceOf(IOException.class);
    }

    private String handshake(String port, String version, String suites)
            throws IOException, InterruptedException {
        return Programs.run(
                folder,
                List.of(
                        RealClients.require("openssl"),
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + port,
                        "-starttls",
                        "smtp",
                        version,
                        "-cipher",
                        suites + ":@SECLEVEL=0",
                        "-brief"));
    }
}
