package dev.postern.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads files that hold a key or a certificate, and are therefore small.
final class SmallFile {

    static final int SIZE_MAX = 64 * 1024;

    private SmallFile() {}

    static byte[] read(Path file) throws CredentialException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SIZE_MAX + 1);
            if (bytes.length > SIZE_MAX) {
                throw CredentialException.unreadable(
                        "%s has more than %d bytes: no key or certificate"
                                .formatted(file, SIZE_MAX));
            }
            return bytes;
        } catch (NoSuchFileException _) {
            throw CredentialException.unreadable("%s does not exist".formatted(file));
        } catch (AccessDeniedException _) {
            throw CredentialException.unreadable("%s may not be read by this user".formatted(file));
        } catch (IOException e) {
            throw CredentialException.unreadable(
                    "%s cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
        }
    }
}
