package dev.postern.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run of seconds, by which those of hours are known to work. It takes half a minute, since
/// Postern is a process of its own and the shortest round of a mailbox is ten seconds.
@Tag("acceptance")
class SoakTest {

    @TempDir private Path folder;

    /// The classes under test, started as the program is.
    private Path program() throws Exception {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String script =
                """
                #!/bin/sh
                exec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx192m --enable-native-access=ALL-UNNAMED \\
                  --sun-misc-unsafe-memory-access=allow -cp '%s' dev.postern.app.Main "$@"
                """
                        .formatted(java, absolute(classPath));
        Path file = Files.writeString(folder.resolve("postern"), script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String absolute(String classPath) {
        StringBuilder all = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            all.append(Path.of(entry).toAbsolutePath()).append(File.pathSeparator);
        }
        return all.toString();
    }

    @Test
    void aRunOfSecondsEndsWithAllThatWasSent() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Soak.Wish wish =
                new Soak.Wish(
                        program(), Duration.ofSeconds(12), 5, Duration.ofSeconds(10), 1, 5, 1);

        boolean complete =
                Soak.run(folder, wish, new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(complete).as(() -> said + diary()).isTrue();
        assertThat(Sample.read(folder.resolve("samples.csv")))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(sample ->
                        assertThat(sample.values())
                                .containsKeys(Column.RSS, Column.HEAP, Column.QUEUE, Column.FILES));
    }

    private String diary() {
        try {
            return Files.readString(folder.resolve("diary.txt"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
