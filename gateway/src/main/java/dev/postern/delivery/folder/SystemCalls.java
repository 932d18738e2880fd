package dev.postern.delivery.folder;

import java.io.IOException;
import java.nio.file.Path;

/// What Java has no method for. Safe for use by many threads; a call keeps its thread in native
/// code.
interface SystemCalls {

    /// Opens a folder for reading.
    ///
    /// @return its descriptor
    int open(Path folder) throws IOException;

    /// The type (`f_type`) of the file system where an open folder is.
    long fileSystem(int descriptor) throws IOException;

    /// Puts the file system where an open folder is on the disk.
    void syncfs(int descriptor) throws IOException;

    /// Puts an open folder on the disk, and flushes the disk's own cache.
    void fsync(int descriptor) throws IOException;

    /// Closes a descriptor.
    void close(int descriptor);
}
