package dev.postern.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The largest message that Microsoft 365 lets through, in a process with little memory.
@Tag("slow")
class LargeMessageTest {

    @TempDir private Path folder;

    @Test
    void fourMessagesOf150MebibytesGoInAndOutTogetherWith64MebibytesOfHeap() throws Exception {
        Process carrier =
                ChildJvm.start(LargeMessageCarrier.class, List.of("-Xmx64m"), folder, 150, 4);
        String said =
                new String(carrier.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(carrier.waitFor()).as(said).isZero();
        assertThat(said).contains("carried 4");
    }
}
