package dev.postern.delivery.folder;

import dev.postern.delivery.Answer;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.folder.DurableFolder.Draft;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Several messages on their way into a folder together.
///
/// One is made for each hand-over; confined to one thread.
final class Batch implements AutoCloseable {

    /* What a durable file costs is the wait for the disk. A file system with a journal writes for all
    who wait at the same time what it would write for one, so the files of a batch are put on the disk
    side by side: on ext4, 256 small files one after the other take twenty times as long. Only when
    all content is there do the names appear, in the order of the messages. */

    private static final int AT_ONCE = 16;

    /// Writes the drafts of one message, which are published in their order.
    @FunctionalInterface
    interface Writing {
        Prepared prepare(Parcel parcel) throws IOException;
    }

    /// One message's files.
    ///
    /// @param drafts none if the message is there already
    /// @param words where it is
    record Prepared(List<Draft> drafts, String words) {

        Prepared {
            drafts = List.copyOf(drafts);
        }
    }

    private final DurableFolder files;
    private final Path folder;
    private final List<Prepared> prepared = new ArrayList<>();
    private Optional<IOException> failure = Optional.empty();

    /// @param folder what to call the place in words
    Batch(DurableFolder files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /// Hands messages over, up to the first at which the disk fails.
    static List<Answer> handAll(
            List<Parcel> parcels, DurableFolder files, Path folder, Writing writing)
            throws InterruptedException {
        try (Batch batch = new Batch(files, folder)) {
            batch.prepare(parcels, writing);
            batch.sync();
            return batch.publish();
        }
    }

    private void prepare(List<Parcel> parcels, Writing writing) throws InterruptedException {
        for (Parcel parcel : parcels) {
            try {
                prepared.add(writing.prepare(parcel));
            } catch (ClosedByInterruptException _) {
                throw interrupted();
            } catch (IOException e) {
                failure = Optional.of(e);
                return;
            }
        }
    }

    private static InterruptedException interrupted() {
        boolean _ = Thread.interrupted();
        return new InterruptedException("the hand-over was cut short");
    }

    /// Puts all content on the disk. What comes after a file that could not be, is forgotten.
    private void sync() throws InterruptedException {
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<List<Future<?>>> syncing = new ArrayList<>();
            for (Prepared one : prepared) {
                List<Future<?>> own = new ArrayList<>();
                for (Draft draft : one.drafts()) {
                    own.add(threads.submit(() -> sync(draft, places)));
                }
                syncing.add(own);
            }
            try {
                for (int i = 0; i < syncing.size(); i++) {
                    for (Future<?> draft : syncing.get(i)) {
                        if (!synced(draft, i)) {
                            return;
                        }
                    }
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static boolean sync(Draft draft, Semaphore places)
            throws IOException, InterruptedException {
        places.acquire();
        try {
            draft.sync();
            return true;
        } finally {
            places.release();
        }
    }

    private boolean synced(Future<?> draft, int message) throws InterruptedException {
        try {
            draft.get();
            return true;
        } catch (ExecutionException e) {
            failure =
                    Optional.of(
                            e.getCause() instanceof IOException cause
                                    ? cause
                                    : new IOException("fsync ended unexpectedly", e));
            forgetFrom(message);
            return false;
        }
    }

    private void forgetFrom(int message) {
        List<Prepared> rest = prepared.subList(message, prepared.size());
        rest.forEach(Batch::discard);
        rest.clear();
    }

    private List<Answer> publish() {
        List<Answer> answers = new ArrayList<>();
        try {
            for (Prepared one : prepared) {
                for (Draft draft : one.drafts()) {
                    draft.publish();
                }
                answers.add(new Answer.Taken(one.words()));
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        try {
            files.sync();
        } catch (IOException e) {
            // The files may be there or not: the next attempt looks.
            return List.of(FileTrouble.with(folder, e));
        }
        failure.ifPresent(e -> answers.add(FileTrouble.with(folder, e)));
        return answers;
    }

    private static void discard(Prepared one) {
        for (Draft draft : one.drafts()) {
            try {
                draft.close();
            } catch (IOException _) {
                // A file under a temporary name stays; the next attempt sweeps it away.
            }
        }
    }

    /// Removes what was not published.
    @Override
    public void close() {
        prepared.forEach(Batch::discard);
    }
}
