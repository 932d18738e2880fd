package dev.postern.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// A small text file that a setting refers to.
final class SecretFile {

    private static final int SIZE_MAX = 64 * 1024;

    private SecretFile() {}

    /// The file's text without one newline at its end.
    ///
    /// It is read each time rather than kept: a file of this size costs some microseconds, and a
    /// time stamp cannot tell two writes within one tick of the file system's clock apart.
    static String read(Path file) throws SecretUnavailableException {
        try {
            return withoutNewline(text(file));
        } catch (NoSuchFileException e) {
            throw new SecretUnavailableException(file, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new SecretUnavailableException(
                    file, "the user that runs Postern may not read it", e);
        } catch (CharacterCodingException _) {
            // The cause is left out: it knows the file's bytes.
            throw new SecretUnavailableException(file, "it is not text in UTF-8");
        } catch (SecretUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw new SecretUnavailableException(file, "the disk says: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SecretUnavailableException(file, "it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new SecretUnavailableException(
                    file, "it is not a regular file, so it cannot be read again later");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SIZE_MAX + 1);
            if (bytes.length > SIZE_MAX) {
                throw new SecretUnavailableException(file, "it is larger than 64 KiB");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    private static String withoutNewline(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    /// Whether any user of the machine may read it.
    static boolean readableByAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException _) {
            // A file system without such permissions, or no file: nothing to warn about here.
            return false;
        }
    }
}
