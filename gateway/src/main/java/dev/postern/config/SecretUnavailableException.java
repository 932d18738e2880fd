package dev.postern.config;

import java.io.IOException;
import java.nio.file.Path;

/// The file of a [Secret] cannot be used now.
public final class SecretUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    SecretUnavailableException(Path file, String reason) {
        super("cannot read a secret from " + file + ": " + reason);
    }

    SecretUnavailableException(Path file, String reason, IOException cause) {
        super("cannot read a secret from " + file + ": " + reason, cause);
    }
}
