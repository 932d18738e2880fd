package dev.postern.delivery.folder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The functions of Linux by these names, section 2 of its manual.
///
/// Immutable; safe for use by many threads.
final class LinuxCalls implements SystemCalls {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9}).*");
    private static final int MAJOR_MIN = 5;
    private static final int MINOR_MIN = 8;

    private static final int READ_ONLY = 0;

    /// The type of the file system comes first in `struct statfs`, which is nowhere as long as
    /// that.
    private static final int STATFS_OCTETS = 256;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    /// Found when they are first asked for: that takes a moment.
    private static final class Found {
        private static final Optional<SystemCalls> CALLS = find();
    }

    private final MethodHandle open;
    private final MethodHandle fstatfs;
    private final MethodHandle syncfs;
    private final MethodHandle fsync;
    private final MethodHandle close;

    private LinuxCalls(Linker linker) {
        this.open =
                function(
                        linker,
                        "open",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
        this.fstatfs =
                function(
                        linker,
                        "fstatfs",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        FunctionDescriptor ofDescriptor =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        this.syncfs = function(linker, "syncfs", ofDescriptor);
        this.fsync = function(linker, "fsync", ofDescriptor);
        this.close = function(linker, "close", ofDescriptor);
    }

    /// The functions; empty where they are not, or where `syncfs` keeps failures to itself, as it
    /// did before Linux 5.8.
    static Optional<SystemCalls> ofThisSystem() {
        return Found.CALLS;
    }

    private static Optional<SystemCalls> find() {
        if (!System.getProperty("os.name", "").equals("Linux")
                || !tellFailures(System.getProperty("os.version", ""))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LinuxCalls(Linker.nativeLinker()));
        } catch (RuntimeException _) {
            return Optional.empty(); // No such functions, or this program may not call any.
        }
    }

    /// Whether `syncfs` of this Linux fails when something could not be written.
    static boolean tellFailures(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        return major > MAJOR_MIN || (major == MAJOR_MIN && minor >= MINOR_MIN);
    }

    @SuppressWarnings("restricted") // The descriptors are those of the manual.
    private static MethodHandle function(
            Linker linker, String name, FunctionDescriptor descriptor, Linker.Option... more) {
        Linker.Option[] options = Arrays.copyOf(more, more.length + 1);
        options[more.length] = Linker.Option.captureCallState("errno");
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /// One call of a function.
    @FunctionalInterface
    private interface Call {
        /// @param state receives errno
        int apply(Arena memory, MemorySegment state) throws Throwable;
    }

    private static int call(String what, Call call) throws IOException {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment state = memory.allocate(STATE);
            int result = call.apply(memory, state);
            if (result < 0) {
                throw new IOException(
                        what + ": the system said error " + (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call threw", e);
        }
    }

    @Override
    public int open(Path path) throws IOException {
        return call(
                "opening " + path,
                (memory, state) -> {
                    MemorySegment name = memory.allocateFrom(path.toString());
                    return (int) open.invokeExact(state, name, READ_ONLY);
                });
    }

    @Override
    public long fileSystem(int descriptor) throws IOException {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment facts = memory.allocate(STATFS_OCTETS, Long.BYTES);
            int _ =
                    call(
                            "asking for the type of the file system",
                            (_, state) -> (int) fstatfs.invokeExact(state, descriptor, facts));
            return facts.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    @Override
    public void fsync(int descriptor) throws IOException {
        int _ =
                call(
                        "putting a folder on the disk",
                        (_, state) -> (int) fsync.invokeExact(state, descriptor));
    }

    @Override
    public void syncfs(int descriptor) throws IOException {
        int _ =
                call(
                        "putting all that was written on the disk",
                        (_, state) -> (int) syncfs.invokeExact(state, descriptor));
    }

    @Override
    public void close(int descriptor) {
        try {
            int _ =
                    call(
                            "closing a folder",
                            (_, state) -> (int) close.invokeExact(state, descriptor));
        } catch (IOException _) {
            // It is closed nevertheless, and there was nothing to lose.
        }
    }
}
