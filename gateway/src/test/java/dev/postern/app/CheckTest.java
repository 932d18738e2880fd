package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.CheckOrder;
import dev.postern.control.CheckReport;
import dev.postern.control.CheckReport.Verdict;
import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CheckTest {

    @TempDir Path folder;
    private Lab lab;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        lab = Lab.start(LabSettings.free(folder));
        Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("inbox"));
        file =
                Files.writeString(
                        folder.resolve("postern.yaml"),
                        LabYaml.forReadyMadeWorld(lab.started())
                                .replace("127.0.0.1:2525", "127.0.0.1:" + free())
                                .replace("127.0.0.1:8024", "127.0.0.1:" + free()));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private CheckReport check(CheckOrder order) throws IOException, InterruptedException {
        return new GatewayOperations(Gateway.Environment.ofThisProcess()).check(file, order);
    }

    @Test
    void readyMadeWorldIsWell() throws IOException, InterruptedException {
        CheckReport report = check(CheckOrder.ALL);
        assertThat(report.ok()).isTrue();
        assertThat(report.entries())
                .noneMatch(entry -> entry.verdict() == Verdict.WARNING);
    }
}
