package dev.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file in the repository that a test makes anew and compares.
public final class Renewed {

    private static final String COMMAND = "./check --docs";

    private Renewed() {}

    /// Fails if the file differs, or writes it if asked to by `-Dpostern.renew=true`.
    ///
    /// @param file from the module's folder
    public static void assertSame(Path file, String made) throws IOException {
        if (Boolean.getBoolean("postern.renew")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, made);
        }
        assertThat(file).as("%s is missing; `%s` writes it", file, COMMAND).exists();
        assertThat(made)
                .as(
                        "%s is not what is made now; `%s` renews it, then read the difference",
                        file, COMMAND)
                .isEqualTo(Files.readString(file));
    }
}
