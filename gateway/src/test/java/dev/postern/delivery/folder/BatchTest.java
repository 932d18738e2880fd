package dev.postern.delivery.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.Parcels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches whose files are put on the disk at once.
class BatchTest {

    private static final int MESSAGES = 20;

    @TempDir private Path folder;

    private DurableFolder files(SystemCalls calls) {
        return new DurableFolder(
                folder,
                folder,
                PosixFilePermissions.fromString("rw-r-----"),
                new Random(1),
                new FileSystemFlush(folder, () -> Optional.of(calls), System::nanoTime));
    }

    private DeliveryAgent.Readied batch(DurableFolder files) throws InterruptedException {
        List<Parcel> parcels = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            parcels.add(Parcels.of("Q%08d".formatted(i), 1, new byte[] {(byte) i}));
        }
        return Batch.write(parcels, files, folder, parcel -> prepared(files, parcel));
    }

    private static Batch.Prepared prepared(DurableFolder files, Parcel parcel) throws IOException {
        String name = parcel.message().id().value();
        try (InputStream message = parcel.open()) {
            return new Batch.Prepared(List.of(files.draft(name, message::transferTo)), name);
        }
    }

    private List<Path> there() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void namesAppearAfterTheFlushAndTheContentIsThereBeforeIt() throws Exception {
        List<Path> atTheFlush = new ArrayList<>();
        ScriptedCalls calls =
                new ScriptedCalls() {
                    @Override
                    public void syncfs(int descriptor) throws IOException {
                        super.syncfs(descriptor);
                        atTheFlush.addAll(there());
                        assertThat(atTheFlush).allSatisfy(file -> assertThat(file).hasSize(1));
                    }
                };

        List<Answer> answers;
        try (DeliveryAgent.Readied batch = batch(files(calls))) {
            answers = batch.hand();
        }

        assertThat(calls.flushes).isEqualTo(1);
        assertThat(atTheFlush)
                .hasSize(MESSAGES)
                .allMatch(file -> file.getFileName().toString().endsWith(".tmp"));
        assertThat(answers).hasSize(MESSAGES).allMatch(Answer.Taken.class::isInstance);
        assertThat(there()).hasSize(MESSAGES).noneMatch(file -> file.toString().endsWith(".tmp"));
        assertThat(calls.opened).isEmpty();
    }

    @Test
    void flushThatFailsLetsNothingAppearAndTheNextAttemptGoesByFsync() throws Exception {
        ScriptedCalls calls =
                new ScriptedCalls() {
                    @Override
                    public void syncfs(int descriptor) throws IOException {
                        super.syncfs(descriptor);
                        throw new IOException("error 5");
                    }
                };
        DurableFolder files = files(calls);

        try (DeliveryAgent.Readied batch = batch(files)) {
            assertThat(batch.hand())
                    .containsExactly(
                            new Answer.NotNow(
                                    "could not write in " + folder + ": IOException: error 5",
                                    Answer.Cause.DESTINATION));
        }
        assertThat(there()).isEmpty();

        try (DeliveryAgent.Readied batch = batch(files)) {
            assertThat(batch.hand()).hasSize(MESSAGES).allMatch(Answer.Taken.class::isInstance);
        }
        assertThat(calls.flushes).isEqualTo(1);
        assertThat(calls.opened).isEmpty();
    }

    @Test
    void batchThatIsGivenUpLeavesNothing() throws Exception {
        ScriptedCalls calls = new ScriptedCalls();

        DeliveryAgent.Readied batch = batch(files(calls));
        assertThat(there()).hasSize(MESSAGES);
        batch.close();

        assertThat(there()).isEmpty();
        assertThat(calls.flushes).isZero();
        assertThat(calls.opened).isEmpty();
    }
}
