package dev.postern.delivery.folder;

import dev.postern.delivery.Answer;
import dev.postern.delivery.DeliveryAgent;
import dev.postern.delivery.Parcel;
import dev.postern.delivery.folder.DurableFolder.Draft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several messages on their way into a folder together.
///
/// One is made for each hand-over; used by one thread at a time.
final class Batch implements DeliveryAgent.Readied {

    /* What a durable file costs is the wait for the disk, and that costs about the same for one file
    as for all that were written. So, best of all, all files of a batch are written, and then their file
    system is put on the disk once. Where that cannot be, the files are put on the disk side by side: a
    file system with a journal writes for all who wait at the same time what it would write for one,
    and on ext4, 256 small files one after the other take ten to twenty times as long. In either case,
    only when all content is there do the names appear, in the order of the messages.

    Platform threads, because they spend their life in system calls: as virtual ones they cost ten times
    the CPU time, and on two cores that is what is short. */

    /// Who wait for the disk most of the time.
    private static final int SYNCING_HANDS = 16;

    private static final int WRITING_HANDS_MAX = 4;

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
    private final Optional<FileSystemFlush.Opened> flush;
    private final Queue<Draft> drafts = new ConcurrentLinkedQueue<>();
    private final List<Prepared> ready = new ArrayList<>();
    private Optional<IOException> failure = Optional.empty();

    private Batch(DurableFolder files, Path folder, Optional<FileSystemFlush.Opened> flush) {
        this.files = files;
        this.folder = folder;
        this.flush = flush;
    }

    /// Writes the files of messages under temporary names.
    ///
    /// @param folder what to call the place in words
    static Batch write(List<Parcel> parcels, DurableFolder files, Path folder, Writing writing)
            throws InterruptedException {
        Batch batch = new Batch(files, folder, files.flush(parcels.size()));
        try {
            batch.write(parcels, writing);
            return batch;
        } catch (InterruptedException | RuntimeException e) {
            batch.close();
            throw e;
        }
    }

    /// Writes all content, up to the first message for which that fails.
    private void write(List<Parcel> parcels, Writing writing) throws InterruptedException {
        try (ExecutorService threads = threads(Math.min(hands(), parcels.size()))) {
            List<Future<Prepared>> all =
                    parcels.stream()
                            .map(parcel -> threads.submit(() -> write(parcel, writing)))
                            .toList();
            try {
                for (Future<Prepared> one : all) {
                    ready.add(one.get());
                }
            } catch (ExecutionException e) {
                failure = Optional.of(ioException(e));
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private int hands() {
        return flush.isPresent()
                ? Math.min(WRITING_HANDS_MAX, Runtime.getRuntime().availableProcessors())
                : SYNCING_HANDS;
    }

    private static ExecutorService threads(int count) {
        return Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("folder-", 0).factory());
    }

    private Prepared write(Parcel parcel, Writing writing) throws IOException {
        Prepared prepared = writing.prepare(parcel);
        drafts.addAll(prepared.drafts());
        for (Draft draft : prepared.drafts()) {
            if (flush.isPresent()) {
                draft.leave();
            } else {
                draft.sync();
            }
        }
        return prepared;
    }

    /// Lets the messages appear, up to the first at which the disk fails.
    @Override
    public List<Answer> hand() throws InterruptedException {
        flush();
        return publish();
    }

    /// Puts all content on the disk, if that was not done one by one.
    private void flush() throws InterruptedException {
        if (flush.isEmpty() || drafts.isEmpty()) {
            return;
        }
        try (ExecutorService thread = threads(1)) {
            thread.submit(() -> flush.get().flush()).get();
        } catch (ExecutionException e) {
            failure = Optional.of(ioException(e));
            ready.clear();
        }
    }

    private static IOException ioException(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException cause -> cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case null, default -> new IOException("writing ended unexpectedly", e);
        };
    }

    private List<Answer> publish() {
        List<Answer> answers = new ArrayList<>();
        try {
            for (Prepared one : ready) {
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

    /// Removes what was not published.
    @Override
    public void close() {
        flush.ifPresent(FileSystemFlush.Opened::close);
        for (Draft draft : drafts) {
            try {
                draft.close();
            } catch (IOException _) {
                // A file under a temporary name stays; the next attempt sweeps it away.
            }
        }
    }
}
