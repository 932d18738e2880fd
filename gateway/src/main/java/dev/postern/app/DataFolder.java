package dev.postern.app;

import dev.postern.control.ServiceSocket;
import dev.postern.control.UnusableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder with the store, and the proof that one service alone runs on it.
///
/// The proof is a lock on the file `service.lock`, which the operating system releases when the
/// process ends, however it ends. The file's text is the process's id, for people. Used by one
/// thread at a time.
final class DataFolder implements AutoCloseable {

    private static final Set<PosixFilePermission> OWN =
            PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private @Nullable FileChannel lock;

    DataFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    Path path() {
        return folder;
    }

    /// Takes the folder for a service.
    ///
    /// @throws UnusableException if another service has it, with its process id, or if it cannot be
    ///   taken at all
    void takeForService() throws IOException {
        FileChannel channel = open();
        if (!locked(channel)) {
            channel.close();
            throw new UnusableException(
                    "A Postern service (process %s) is running on %s already. Stop it first, or ask it: postern status"
                            .formatted(runningProcess().orElse("unknown"), folder));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(
                        (ProcessHandle.current().pid() + "\n")
                                .getBytes(StandardCharsets.US_ASCII)));
        lock = channel;
    }

    private FileChannel open() throws UnusableException {
        try {
            return FileChannel.open(
                    folder.resolve("service.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UnusableException(
                    "Postern cannot write into its folder %s (%s). It must exist, belong to the user who runs Postern, and not lie on a disk that is mounted read-only."
                            .formatted(folder, e.getMessage()));
        }
    }

    private boolean locked(FileChannel channel) throws IOException {
        try {
            // Released by closing the channel, or by the end of the process.
            @SuppressWarnings("resource")
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException _) {
            return false;
        } catch (IOException e) {
            channel.close();
            throw new UnusableException(
                    "The file system of %s has no locks (%s), and without them two services could run on one store. Use a local disk for `data`."
                            .formatted(folder, e.getMessage()));
        }
    }

    private Optional<String> runningProcess() {
        try {
            return Optional.of(Files.readString(folder.resolve("service.lock")).strip())
                    .filter(text -> !text.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Where the service's socket is, if the settings do not say: in the folder, or, if that makes
    /// too long a path for a socket, in the system's folder for temporary files, in a folder of the
    /// user's own.
    Path socket() throws IOException {
        Path inFolder = folder.resolve("control.sock");
        if (inFolder.toString().getBytes(StandardCharsets.UTF_8).length
                <= ServiceSocket.PATH_OCTETS_MAX) {
            return inFolder;
        }
        Path own =
                Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("postern-" + System.getProperty("user.name"));
        Path socket = own.resolve(shortName() + ".sock");
        if (!Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(own, PosixFilePermissions.asFileAttribute(OWN));
        } else if (!isOurs(own)) {
            throw new UnusableException(
                    "The path of %s is too long for a socket, and the folder %s, which would hold it instead, is not this user's alone. Name one in the settings: control: {socket: PATH}"
                            .formatted(folder, own));
        }
        return socket;
    }

    private String shortName() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(folder.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// A folder for temporary files is open to all, so another user could have made it before us.
    private static boolean isOurs(Path own) throws IOException {
        Path probe = Files.createTempFile("postern", "");
        try {
            return Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(own).equals(Files.getOwner(probe))
                    && Files.getPosixFilePermissions(own).equals(OWN);
        } finally {
            Files.delete(probe);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }
}
