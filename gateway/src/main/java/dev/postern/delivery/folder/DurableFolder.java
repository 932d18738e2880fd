package dev.postern.delivery.folder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Writes files so that each is there whole or not at all, even after a power failure.
///
/// Safe for use by many threads, also with the same name: the last one stays, whole.
final class DurableFolder {

    /// Writes a file's content.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final String ENDING = ".tmp";

    private static final boolean POSIX =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

    private final Path temporary;
    private final Path folder;
    private final Set<PosixFilePermission> permissions;
    private final RandomGenerator random;
    private final FileSystemFlush flush;

    /// @param temporary where files grow; on the same file system as `folder`, or the same folder
    /// @param folder where they appear
    /// @param permissions of the files, whatever the umask; ignored where there are none
    DurableFolder(
            Path temporary,
            Path folder,
            Set<PosixFilePermission> permissions,
            RandomGenerator random) {
        this(temporary, folder, permissions, random, new FileSystemFlush(folder));
    }

    /// @param flush of the file system where both folders are
    DurableFolder(
            Path temporary,
            Path folder,
            Set<PosixFilePermission> permissions,
            RandomGenerator random,
            FileSystemFlush flush) {
        this.temporary = temporary;
        this.folder = folder;
        this.permissions = Set.copyOf(permissions);
        this.random = random;
        this.flush = flush;
    }

    /// A file that has its content, but neither its name nor its place on the disk. Used by one
    /// thread at a time.
    static final class Draft implements AutoCloseable {

        private final Path growing;
        private final Path target;
        private final FileChannel file;
        private boolean published;

        private Draft(Path growing, Path target, FileChannel file) {
            this.growing = growing;
            this.target = target;
            this.file = file;
        }

        /// Puts the content on the disk (fsync).
        void sync() throws IOException {
            file.force(true);
            file.close();
        }

        /// Leaves that to a [FileSystemFlush].
        void leave() throws IOException {
            file.close();
        }

        /// Gives it its name, in one step; an existing file of this name is replaced. The name is
        /// on the disk after [DurableFolder#sync].
        void publish() throws IOException {
            Files.move(growing, target, StandardCopyOption.ATOMIC_MOVE);
            published = true;
        }

        /// Removes it, unless it was published.
        @Override
        public void close() throws IOException {
            file.close();
            if (!published) {
                Files.deleteIfExists(growing);
            }
        }
    }

    /// What puts the drafts of so many messages on the disk at once, if there is something; to be
    /// asked for before the first of them is written.
    Optional<FileSystemFlush.Opened> flush(int messages) {
        return flush.prepare(messages);
    }

    /// Writes a file under a temporary name.
    Draft draft(String name, Content content) throws IOException {
        // A temporary name of its own for each try: should two attempts overlap, neither spoils
        // the file of the other.
        byte[] unique = new byte[8];
        random.nextBytes(unique);
        Path growing =
                temporary.resolve("." + name + "." + HexFormat.of().formatHex(unique) + ENDING);
        FileChannel file =
                FileChannel.open(growing, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Draft draft = new Draft(growing, folder.resolve(name), file);
        try {
            if (POSIX) {
                Files.setPosixFilePermissions(growing, permissions);
            }
            OutputStream out = Channels.newOutputStream(file);
            content.writeTo(out);
            out.flush();
            return draft;
        } catch (IOException | RuntimeException e) {
            draft.close();
            throw e;
        }
    }

    /// Removes what earlier attempts to write these files left behind when they were cut: looks
    /// through the folder once, which may be large.
    void sweep(Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, ".*" + ENDING)) {
            for (Path file : left) {
                if (names.contains(nameOf(file.getFileName().toString()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // Whatever is wrong with the folder, who writes into it will say it in words.
        }
    }

    /// The final name of a file with this temporary one.
    private static String nameOf(String growing) {
        int dot = growing.lastIndexOf('.', growing.length() - ENDING.length() - 1);
        return growing.substring(1, Math.max(1, dot));
    }

    /// Puts the names of the files on the disk (fsync of the folder).
    void sync() throws IOException {
        if (!POSIX) {
            // Windows knows no fsync of a folder; NTFS keeps names in its journal.
            return;
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
