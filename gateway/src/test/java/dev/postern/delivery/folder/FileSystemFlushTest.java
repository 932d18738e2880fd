package dev.postern.delivery.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.delivery.folder.FileSystemFlush.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSystemFlushTest {

    private static final int MANY = 100;

    @TempDir private Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private FileSystemFlush flush(SystemCalls calls) {
        return new FileSystemFlush(folder, () -> Optional.of(calls), nanos::get);
    }

    @ParameterizedTest
    @CsvSource({
        "5.8.0, true",
        "5.10.0-33-amd64, true",
        "6.1, true",
        "10.0.1, true",
        "5.7.19, false",
        "4.19.0-27-amd64, false",
        "2.6.32, false",
        "next, false",
        "'', false",
        "99999999999.9, false"
    })
    void onlyALinuxWhoseFlushTellsFailuresIsTrusted(String version, boolean trusted) {
        assertThat(LinuxCalls.tellFailures(version)).isEqualTo(trusted);
    }

    @Test
    void aFewMessagesAreLeftToFsync() {
        ScriptedCalls calls = new ScriptedCalls();

        assertThat(flush(calls).prepare(15)).isEmpty();
        assertThat(flush(calls).prepare(16)).isPresent();
    }

    @Test
    void whereThereAreNoSuchCallsAllIsLeftToFsync() {
        assertThat(new FileSystemFlush(folder, Optional::empty, nanos::get).prepare(MANY))
                .isEmpty();
    }

    @Test
    void fileSystemThatNeedNotFlushTheDiskIsNotTrusted() {
        ScriptedCalls calls = new ScriptedCalls();
        calls.fileSystem = ScriptedCalls.NFS;

        assertThat(flush(calls).prepare(MANY)).isEmpty();
        assertThat(calls.opened).isEmpty();
    }

    @Test
    void fileSystemThatCannotBeToldIsNotTrusted() {
        ScriptedCalls calls =
                new ScriptedCalls() {
                    @Override
                    public long fileSystem(int descriptor) throws IOException {
                        throw new IOException("no");
                    }
                };

        assertThat(flush(calls).prepare(MANY)).isEmpty();
        assertThat(calls.opened).isEmpty();
    }

    @Test
    void folderIsAskedAnewForEachBatchBecauseAnotherMayBeMountedThere() {
        ScriptedCalls calls = new ScriptedCalls();
        FileSystemFlush flush = flush(calls);
        flush.prepare(MANY).orElseThrow().close();
        calls.fileSystem = ScriptedCalls.NFS;

        assertThat(flush.prepare(MANY)).isEmpty();
    }

    @Test
    void flushThatFailedIsNotTriedAgain() {
        ScriptedCalls calls =
                new ScriptedCalls() {
                    @Override
                    public void syncfs(int descriptor) throws IOException {
                        throw new IOException("error 5");
                    }
                };
        FileSystemFlush flush = flush(calls);

        try (Opened opened = flush.prepare(MANY).orElseThrow()) {
            assertThatThrownBy(opened::flush).hasMessage("error 5");
        }

        assertThat(flush.prepare(MANY)).isEmpty();
        assertThat(calls.opened).isEmpty();
    }

    @Test
    void flushThatWasSlowIsAvoidedForAWhile() throws Exception {
        ScriptedCalls calls =
                new ScriptedCalls() {
                    @Override
                    public void syncfs(int descriptor) {
                        nanos.addAndGet(Duration.ofMillis(1_001).toNanos());
                    }
                };
        FileSystemFlush flush = flush(calls);
        try (Opened opened = flush.prepare(MANY).orElseThrow()) {
            opened.flush();
        }

        for (int i = 0; i < 64; i++) {
            assertThat(flush.prepare(MANY)).isEmpty();
        }
        assertThat(flush.prepare(MANY)).isPresent();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void callsOfThisSystemDoWhatTheirNamesSay() throws Exception {
        SystemCalls calls = LinuxCalls.ofThisSystem().orElseThrow();
        Files.writeString(folder.resolve("file"), "content");

        int descriptor = calls.open(folder);
        calls.syncfs(descriptor);
        calls.fsync(descriptor);
        String type = Files.getFileStore(folder).type();
        assertThat(calls.fileSystem(descriptor) == ScriptedCalls.EXT4)
                .isEqualTo(type.matches("ext[234]"));
        calls.close(descriptor);

        assertThatThrownBy(() -> calls.syncfs(descriptor))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("error 9");
        assertThatThrownBy(() -> calls.open(folder.resolve("missing")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("error 2");
    }
}
