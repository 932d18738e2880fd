package dev.postern.delivery.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Puts all that was written into a folder's file system on the disk at once, where that is as good
/// as an fsync of each file, and quicker: `syncfs(2)` of Linux.
///
/// Safe for use by many threads.
final class FileSystemFlush {

    /* When it is as good:

    - On the file systems named here. They wait for the data, then for their journal, and then flush
      the disk's own cache. One in user space, or across the network, need not.
    - If failures to write are told (LinuxCalls). They are told if the folder was open
      when they happened, so that comes before the first write.
    - With an fsync after it: ext4 without a journal flushes the disk's cache before it writes its own
      last blocks.

    When it is quicker: an fsync costs the disk about as much, and CPU time as well, so for many files
    this is by far the cheaper. But it waits for what all other programs have written, and nobody knows
    how much that is. So a few files are left to fsync, and after a flush that was slow all are, for a
    while. */

    /// `f_type` of ext2 to ext4, XFS and Btrfs, as in the manual of statfs(2).
    private static final Set<Long> FILE_SYSTEMS = Set.of(0xEF53L, 0x58465342L, 0x9123683EL);

    private static final int MESSAGES_MIN = 16;
    private static final Duration SLOW = Duration.ofSeconds(1);

    /// Batches that are left to fsync after a flush that was slow.
    private static final int DETOUR = 64;

    private final Path folder;
    private final Supplier<Optional<SystemCalls>> calls;
    private final LongSupplier nanos;
    private final AtomicInteger detour = new AtomicInteger();
    private volatile boolean failed;

    FileSystemFlush(Path folder) {
        this(folder, LinuxCalls::ofThisSystem, System::nanoTime);
    }

    /// @param calls asked when they are needed: to find them takes a moment
    /// @param nanos as [System#nanoTime]
    FileSystemFlush(Path folder, Supplier<Optional<SystemCalls>> calls, LongSupplier nanos) {
        this.folder = folder;
        this.calls = calls;
        this.nanos = nanos;
    }

    /// Comes before the first write.
    ///
    /// @param messages how many will be written
    /// @return empty if each file is to be put on the disk by itself
    Optional<Opened> prepare(int messages) {
        if (failed || messages < MESSAGES_MIN || detour.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            return Optional.empty();
        }
        return calls.get().flatMap(this::open);
    }

    private Optional<Opened> open(SystemCalls system) {
        try {
            int descriptor = system.open(folder);
            if (isKnown(system, descriptor)) {
                return Optional.of(new Opened(system, descriptor));
            }
            system.close(descriptor);
        } catch (IOException _) {
            // Whatever is wrong with the folder, who writes into it will say it in words.
        }
        return Optional.empty();
    }

    private static boolean isKnown(SystemCalls system, int descriptor) {
        try {
            return FILE_SYSTEMS.contains(system.fileSystem(descriptor));
        } catch (IOException _) {
            return false;
        }
    }

    /// A folder that is open. Used by one thread at a time, which should not be a virtual one: a
    /// flush keeps it in native code.
    final class Opened implements AutoCloseable {

        private final SystemCalls system;
        private final int descriptor;

        private Opened(SystemCalls system, int descriptor) {
            this.system = system;
            this.descriptor = descriptor;
        }

        /// Returns when the content of all files that were written before is on the disk.
        ///
        /// @throws IOException if that of some file is not, whosever it was; from then on each file
        ///   is put on the disk by itself
        Duration flush() throws IOException {
            long begun = nanos.getAsLong();
            try {
                system.syncfs(descriptor);
                system.fsync(descriptor);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
            Duration took = Duration.ofNanos(nanos.getAsLong() - begun);
            if (took.compareTo(SLOW) > 0) {
                detour.set(DETOUR);
            }
            return took;
        }

        @Override
        public void close() {
            system.close(descriptor);
        }
    }
}
