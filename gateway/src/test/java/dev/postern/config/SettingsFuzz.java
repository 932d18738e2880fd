package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A target of `bench/fuzz`: whatever is in the settings' file, it is read or refused in words, of
/// which there is a bound, and no secret is among them.
public final class SettingsFuzz {

    private static final String SECRET = "Zq8~kTr4vXw2Lm9p";
    private static final Path FILE = file();

    private SettingsFuzz() {}

    private static Path file() {
        try {
            Path file = Files.createTempFile("postern-fuzz-", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        Configuration configuration = Configuration.load(FILE, Map.of("SECRET", SECRET));
        String report = configuration.report();
        assertThat(report.length()).isLessThan(300_000);
        assertThat(report).doesNotContain(SECRET);
        assertThat(report.chars().filter(c -> c != '\n').noneMatch(Character::isISOControl))
                .as(report)
                .isTrue();
        switch (configuration) {
            case Configuration.Valid valid ->
                    assertThat(valid.settings().toString()).doesNotContain(SECRET);
            case Configuration.Invalid invalid -> {
                assertThat(invalid.problems()).isNotEmpty();
                assertThat(report).isNotBlank();
            }
        }
    }
}
