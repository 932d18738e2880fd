package dev.postern.queue.sqlite;

import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// Takes several large messages in at once and gives them out again. The heap is the caller's
/// matter.
final class LargeMessageCarrier {

    private static final int PIECE = 16 << 10;

    private LargeMessageCarrier() {}

    /// Carries them.
    ///
    /// @param args folder, MiB a message, messages
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        int mebibytes = Integer.parseInt(args[1]);
        int messages = Integer.parseInt(args[2]);
        try (QueueStore store =
                        SqliteQueue.open(
                                SqliteSettings.in(Path.of(args[0])),
                                new Surroundings(
                                        InstantSource.system(),
                                        RandomGenerator.getDefault(),
                                        _ -> {},
                                        CrashPoint.NONE));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> coming = new ArrayList<>();
            for (int uid = 1; uid <= messages; uid++) {
                long own = uid;
                coming.add(executor.submit(() -> take(store, own, mebibytes)));
            }
            for (Future<?> one : coming) {
                one.get();
            }
            List<Future<Long>> going = new ArrayList<>();
            for (Claim claim : Yard.claim(store, messages)) {
                going.add(executor.submit(() -> give(store, claim)));
            }
            int carried = 0;
            for (Future<Long> one : going) {
                carried += one.get() == (long) mebibytes << 20 ? 1 : 0;
            }
            out.println("carried " + carried);
        }
    }

    private static Void take(QueueStore store, long uid, int mebibytes) throws Exception {
        Random random = new Random(uid);
        byte[] piece = new byte[PIECE];
        try (Reception reception = store.intake().begin()) {
            for (long left = (long) mebibytes << 20; left > 0; left -= PIECE) {
                random.nextBytes(piece);
                reception.write(piece, 0, PIECE);
            }
            store.intake().accept(List.of(Yard.offer(reception, uid)));
        }
        return null;
    }

    private static long give(QueueStore store, Claim claim) throws IOException {
        long octets = 0;
        byte[] piece = new byte[PIECE];
        try (InputStream in = store.outlet().open(claim.message().id())) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                octets += count;
            }
        }
        store.outlet().settle(claim, new Outcome.Delivered("ok"));
        return octets;
    }
}
