package dev.postern.delivery.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// System calls that do what a test wants.
class ScriptedCalls implements SystemCalls {

    static final long EXT4 = 0xEF53;
    static final long NFS = 0x6969;

    final Set<Integer> opened = new HashSet<>();
    long fileSystem = EXT4;
    int flushes;
    private int last = 100;

    @Override
    public int open(Path folder) throws IOException {
        opened.add(++last);
        return last;
    }

    @Override
    public long fileSystem(int descriptor) throws IOException {
        return fileSystem;
    }

    @Override
    public void syncfs(int descriptor) throws IOException {
        flushes++;
    }

    @Override
    public void fsync(int descriptor) throws IOException {}

    @Override
    public void close(int descriptor) {
        if (!opened.remove(descriptor)) {
            throw new IllegalStateException(descriptor + " is not open");
        }
    }
}
