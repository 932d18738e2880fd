package dev.postern.token;

import java.util.function.Supplier;

/// Asks for a secret where it is kept, which may fail: the file behind it may be gone.
final class SecretText {

    private SecretText() {}

    /// @param what it is, for the message
    static String read(Supplier<String> secret, String what) throws CredentialException {
        try {
            return secret.get();
        } catch (RuntimeException e) {
            // Its message may name a file, but nobody promises that it does not quote the content.
            throw CredentialException.unreadable(
                    "%s cannot be read: %s".formatted(what, e.getClass().getSimpleName()));
        }
    }
}
