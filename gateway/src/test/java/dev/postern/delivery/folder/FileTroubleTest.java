package dev.postern.delivery.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The words for what a disk fails at, which a test cannot make it do.
class FileTroubleTest {

    @TempDir private Path folder;

    private String reason(IOException e) {
        Answer.NotNow answer = FileTrouble.with(folder, e);
        assertThat(answer.cause()).isEqualTo(Answer.Cause.DESTINATION);
        return answer.reason();
    }

    @Test
    void fullDiskAsksForRoom() {
        assertThat(reason(new IOException("No space left on device")))
                .startsWith("no space left in " + folder + ": make room");
        assertThat(reason(new FileSystemException("a", null, "Disk quota exceeded")))
                .startsWith("no space left in " + folder);
    }

    @Test
    void missingRightSaysWhoNeedsIt() {
        assertThat(reason(new AccessDeniedException("a")))
                .startsWith("may not write in " + folder)
                .contains(System.getProperty("user.name"));
        assertThat(reason(new FileSystemException("a", null, "Read-only file system")))
                .startsWith("may not write in " + folder);
    }

    @Test
    void otherFailuresAreNamed() {
        assertThat(reason(new NoSuchFileException("a"))).contains("a file vanished");
        assertThat(reason(new IOException("Input/output error")))
                .isEqualTo("could not write in " + folder + ": IOException: Input/output error");
    }
}
