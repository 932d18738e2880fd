package dev.postern.queue.sqlite;

import dev.postern.queue.Acceptance;
import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.Outcome;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A process that accepts, claims and settles as fast as it can, until it is killed.
///
/// It writes what it is about to do and what it was told, one line each, to standard output: `offer
/// UID SHA256`, `taken UID ID`, `settle ID OUTCOME`, `settled ID OUTCOME`.
final class CrashVictim {

    private static final Duration LEASE = Duration.ofMillis(500);

    private final QueueStore store;
    private final PrintStream out;
    private final AtomicLong nextUid;
    private final long seed;

    private CrashVictim(QueueStore store, PrintStream out, long firstUid, long seed) {
        this.store = store;
        this.out = out;
        this.nextUid = new AtomicLong(firstUid);
        this.seed = seed;
    }

    /// Lives until it is killed.
    ///
    /// @param args folder, first UID, seed, crash point (or `-`), how often it is passed before;
    ///   and `relay` for a [RelayLife]
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[4]));
        CrashPoint crash =
                name -> {
                    if (name.equals(args[3]) && left.getAndDecrement() == 0) {
                        Runtime.getRuntime().halt(137); // no hooks, nothing closed or flushed
                    }
                };
        long seed = Long.parseLong(args[2]);
        SqliteSettings settings =
                new SqliteSettings(
                        Path.of(args[0]).resolve("queue.db"),
                        1 << 20,
                        0,
                        0,
                        Duration.ofSeconds(10));
        try (QueueStore store =
                SqliteQueue.open(
                        settings,
                        new Surroundings(
                                InstantSource.system(),
                                RandomGenerator.of("L64X128MixRandom"),
                                _ -> {},
                                crash))) {
            CrashVictim victim = new CrashVictim(store, out, Long.parseLong(args[1]), seed);
            if (args.length > 5) {
                live(new RelayLife(store, victim::say, seed).work());
            } else {
                live(victim.work());
            }
        }
    }

    private List<Callable<Void>> work() {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long own = seed + i;
            work.add(() -> acceptForEver(new Random(own)));
            if (i % 2 == 0) {
                work.add(() -> deliverForEver(new Random(own)));
            }
        }
        return work;
    }

    private static void live(List<Callable<Void>> work) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done :
                    executor.invokeAll(work.stream().map(CrashVictim::orExit).toList())) {
                done.get();
            }
        }
    }

    /// A failure ends the process in a way that is not taken for a kill.
    private static Callable<Void> orExit(Callable<Void> work) {
        return () -> {
            try {
                return work.call();
            } catch (Exception e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
                throw e;
            }
        };
    }

    private Void acceptForEver(Random random) throws IOException, InterruptedException {
        while (true) {
            long uid = nextUid.getAndIncrement();
            offer(random, uid);
            if (random.nextInt(4) == 0) {
                offer(random, uid); // as a collector does that did not hear the answer
            }
        }
    }

    private void offer(Random random, long uid) throws IOException, InterruptedException {
        int size =
                random.nextInt(6) == 0
                        ? SqliteReception.CHUNK * 2 + random.nextInt(1000)
                        : random.nextInt(5000);
        byte[] octets = new byte[size];
        random.nextBytes(octets);
        try (Reception reception = store.intake().begin()) {
            reception.write(octets, 0, octets.length);
            say("offer", uid, reception.sha256());
            List<Acceptance> answers = store.intake().accept(List.of(Yard.offer(reception, uid)));
            if (answers.getFirst() instanceof Acceptance.Taken(var id)) {
                say("taken", uid, id);
            }
        }
    }

    private Void deliverForEver(Random random) throws IOException, InterruptedException {
        while (true) {
            for (Claim claim : store.outlet().claim(Yard.BOX, 4, LEASE)) {
                try (InputStream in = store.outlet().open(claim.message().id())) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
                settle(claim, random);
            }
            store.outlet().await(Yard.BOX, Duration.ofMillis(10));
        }
    }

    private void settle(Claim claim, Random random) throws IOException {
        Outcome outcome =
                switch (random.nextInt(4)) {
                    case 0 -> new Outcome.Refused("no");
                    case 1 -> new Outcome.Deferred("later", claim.firstTried());
                    default -> new Outcome.Delivered("ok");
                };
        String word = outcome.getClass().getSimpleName();
        say("settle", claim.message().id(), word);
        if (store.outlet().settle(claim, outcome)) {
            say("settled", claim.message().id(), word);
        }
    }

    /// One write for one line, so that a kill cannot tear it from others.
    private synchronized void say(String what, Object subject, Object fact) {
        byte[] line =
                "%s %s %s%n".formatted(what, subject, fact).getBytes(StandardCharsets.US_ASCII);
        out.write(line, 0, line.length);
        out.flush();
    }
}
