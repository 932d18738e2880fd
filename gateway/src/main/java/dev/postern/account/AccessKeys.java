package dev.postern.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The accounts' access keys: 32 octets each, with which requests to the HTTP API are signed.
///
/// A key that signs must be known to both sides, so a hash of it will not do. None is stored: each
/// is made anew from a file beside the store, which only the service's user may read, with the
/// account's name and a text that is stored with the account (HMAC-SHA256, RFC 2104). So a copy of
/// the store without that file gives nobody a key. Safe for use by many threads.
public final class AccessKeys {

    private static final int OCTETS = 32;

    private final Path file;
    private volatile byte @Nullable [] master;

    /// @param file need not be there until the first key is issued
    public AccessKeys(Path file) {
        this.file = file;
    }

    /// The key of this account.
    ///
    /// @throws IOException with words for the operator if the file is not there
    byte[] key(String account, String distinction) throws IOException {
        byte[] known = master;
        if (known == null) {
            known = read();
            master = known;
        }
        return hmac(known, account + "\n" + distinction);
    }

    private byte[] read() throws IOException {
        byte[] octets;
        try {
            octets = Base64.getMimeDecoder().decode(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "The access keys cannot be made: %s is not there. Put it back from a backup, or issue new keys (postern account password NAME --access-key)."
                            .formatted(file),
                    e);
        }
        if (octets.length != OCTETS) {
            throw new IOException(
                    "The access keys cannot be made: "
                            + file
                            + " is damaged. Put it back from a backup.");
        }
        return octets;
    }

    /// Makes the file, unless it is there. One process does that at a time.
    void prepare(RandomGenerator random) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(made);
        Files.createFile(made, ownOnly(made));
        Files.write(
                made,
                Base64.getEncoder().encode(octets),
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(made, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] ownOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /// HMAC-SHA256 of a text.
    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
