package dev.postern.cli;

import dev.postern.control.Operations;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that names the settings file, on every command that needs it.
final class SettingsOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The settings (default: ./postern.yaml, then /etc/postern/postern.yaml).")
    private @Nullable Path file;

    Path file(Operations operations) {
        return Optional.ofNullable(file).orElseGet(operations::defaultSettings);
    }
}
