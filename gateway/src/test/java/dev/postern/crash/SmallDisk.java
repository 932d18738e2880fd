package dev.postern.crash;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A disk of 96 MiB that can be filled: a file system of its own in a file, or in memory where that
/// cannot be had. Used by one thread at a time.
final class SmallDisk implements AutoCloseable {

    private static final int MIB = 1 << 20;
    private static final int SIZE_MIB = 96;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /// Mounts one with blocks of 4 KiB, as larger disks have them; empty where nobody may.
    static Optional<SmallDisk> on(Path folder) throws IOException, InterruptedException {
        return on(folder, 4096);
    }

    /// @param block octets of one
    static Optional<SmallDisk> on(Path folder, int block) throws IOException, InterruptedException {
        Path image = folder.resolveSibling("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) SIZE_MIB * MIB);
        }
        boolean mounted =
                (run(
                                        "mkfs.ext4",
                                        "-q",
                                        "-F",
                                        "-m",
                                        "0",
                                        "-b",
                                        Integer.toString(block),
                                        image.toString())
                                && run("mount", "-o", "loop", image.toString(), folder.toString()))
                        || run(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=" + SIZE_MIB + "m",
                                "tmpfs",
                                folder.toString());
        return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    /// Fills it until so many octets are left, or none at all.
    void fill(long left) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(MIB / 4);
        try (FileChannel out =
                FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (folder.toFile().getUsableSpace() > left) {
                out.write(piece.clear());
            }
        } catch (IOException e) {
            if (left > 0) {
                throw e; // else that is how one notices that it is full
            }
        }
    }

    /// Makes room again.
    void empty() throws IOException {
        Files.deleteIfExists(ballast);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false; // there is no such program here
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (!run("umount", "-l", folder.toString())) {
                throw new IOException("cannot unmount " + folder);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
