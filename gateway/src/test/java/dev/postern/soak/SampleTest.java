package dev.postern.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {

    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("samples.csv"), text);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Sample first = new Sample(Map.of(Column.ELAPSED, 15.002, Column.RSS, 288.0));
        Sample second = new Sample(Map.of(Column.ELAPSED, 30.0, Column.HEAP_AFTER_GC, 24.469));
        Path file = file(String.join("\n", Sample.head(), first.line(), second.line(), ""));

        assertThat(Sample.read(file)).containsExactly(first, second);
    }

    @Test
    void aLineThatIsStillWrittenDoesNotCount() throws IOException {
        assertThat(Sample.read(file("elapsed,rss\n15,200\n30,2")))
                .containsExactly(new Sample(Map.of(Column.ELAPSED, 15.0, Column.RSS, 200.0)));
    }

    @Test
    void columnsOfAnotherVersionArePassedOver() throws IOException {
        List<Sample> samples = Sample.read(file("moon,elapsed,rss\nfull,15,200\n"));

        assertThat(samples)
                .containsExactly(new Sample(Map.of(Column.ELAPSED, 15.0, Column.RSS, 200.0)));
    }

    @Test
    void whatIsWrongIsSaidWithItsLine() throws IOException {
        Path few = file("elapsed,rss\n15,200\n30\n");
        assertThatIOException()
                .isThrownBy(() -> Sample.read(few))
                .withMessage(few + ":3: 1 values, and there are 2 columns");
    }

    @Test
    void anotherFileIsNoSamples() throws IOException {
        Path other = file("rss,heap\n1,2\n");
        assertThatIOException()
                .isThrownBy(() -> Sample.read(other))
                .withMessage(other + ":1: no column elapsed");

        Path empty = file("");
        assertThatIOException()
                .isThrownBy(() -> Sample.read(empty))
                .withMessage(empty + " is empty");
    }
}
