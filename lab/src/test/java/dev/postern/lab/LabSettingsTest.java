package dev.postern.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.directory.Acs;
import dev.postern.lab.directory.Exchange;
import dev.postern.lab.directory.Tenant;
import dev.postern.lab.directory.WorldException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabSettingsTest {

    @Test
    void whatAFileDoesNotSayIsAsUsual(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("lab.yaml");
        Files.writeString(file, "ports: {entra: 9443}\n");

        LabSettings settings = LabSettings.read(file);

        assertThat(settings.ports().entra()).isEqualTo(9443);
        assertThat(settings.ports().imap()).isEqualTo(LabSettings.Ports.USUAL.imap());
        assertThat(settings.world()).isEqualTo(LabSettings.usual().world());
    }

    @Test
    void worldOfAFileReplacesTheUsualOne() throws Exception {
        LabSettings settings =
                LabSettings.read(
                        "lab.yaml",
                        """
                        host: lab.example
                        ca-file: /tmp/ca.pem
                        world:
                          tenants:
                            acme: {id: 99999999-9999-9999-9999-999999999999}
                        """);

        assertThat(settings.host()).isEqualTo("lab.example");
        assertThat(settings.caFile()).isEqualTo(Path.of("/tmp/ca.pem"));
        assertThat(settings.world().tenants()).containsOnlyKeys("acme");
    }

    @Test
    void exampleInTheGuideIsRead() throws Exception {
        String guide = Files.readString(Path.of("../docs/how-to/lab.md"));
        int start = guide.indexOf("```yaml\n") + "```yaml\n".length();
        String example =
                guide.substring(start, guide.indexOf("```", start))
                        .replaceAll("(?m)^ *certificates:\n.*\n", "");

        LabSettings settings = LabSettings.read("lab.md", example);

        assertThat(settings.ports()).isEqualTo(LabSettings.Ports.USUAL);
        Tenant acme = settings.world().tenants().get("acme");
        assertThat(acme.acs().get("mail").sender("alerts@acme.example"))
                .isEqualTo(Acs.SenderVerdict.ALLOWED);
        assertThat(acme.exchange().hveAccount("bulk@acme.example")).isPresent();
        assertThat(acme.exchange().submissionLimits())
                .isEqualTo(new Exchange.SubmissionLimits(3, 30, 10_000, false));
    }

    @Test
    void mistakesAreSaidWithTheirLine() {
        assertThatThrownBy(() -> LabSettings.read("lab.yaml", "host: x\nprots: {}\n"))
                .isInstanceOf(WorldException.class)
                .hasMessageStartingWith(
                        "lab.yaml:2: /prots: no such key; here may stand: ca-file, host");
        assertThatThrownBy(() -> LabSettings.read("lab.yaml", "ports:\n  entra: 70000\n"))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("a port is a number from 0 to 65535, not 70000");
        assertThatThrownBy(() -> LabSettings.read("lab.yaml", "world:\n  tenants:\n    x: {}\n"))
                .isInstanceOf(WorldException.class)
                .hasMessage("lab.yaml:3: /world/tenants/x: `id` is missing");
    }
}
