package dev.postern.queue.sqlite;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Acceptance;
import dev.postern.queue.Claim;
import dev.postern.queue.CrashPoint;
import dev.postern.queue.DeliveryState;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.Place;
import dev.postern.queue.QueueDesk.Filter;
import dev.postern.queue.QueueStore;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import dev.postern.queue.Shipment;
import dev.postern.queue.Submitter;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// How many messages a second go through accept, claim, read and settle.
///
/// Run by hand: `QueueBench [messages [octets [threads [backlog [senders [folder]]]]]]`. The
/// backlog is accepted beforehand for a destination of its own, to show that it costs nothing. With
/// senders, messages are not collected but submitted by so many, each to one recipient.
final class QueueBench {

    private static final Place PLACE = new Place("bench@example.cz", "INBOX", 1);
    private static final String DESTINATION = "bench";
    private static final int CLAIM = 200;

    private final QueueStore store;
    private final byte[] octets;
    private final int threads;
    private final int senders;
    private final AtomicInteger nextUid = new AtomicInteger();

    private QueueBench(QueueStore store, byte[] octets, int threads, int senders) {
        this.store = store;
        this.octets = octets;
        this.threads = threads;
        this.senders = senders;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        int messages = argument(args, 0, 100_000);
        int size = argument(args, 1, 4096);
        int threads = argument(args, 2, 128);
        int backlog = argument(args, 3, 0);
        int senders = argument(args, 4, 0);
        Path folder = args.length > 5 ? Path.of(args[5]) : Files.createTempDirectory("queue-bench");
        byte[] octets = new byte[size];
        new Random(1).nextBytes(octets);
        try (QueueStore store =
                SqliteQueue.open(
                        SqliteSettings.in(folder),
                        new Surroundings(
                                Clock.systemUTC(),
                                RandomGenerator.getDefault(),
                                _ -> {},
                                CrashPoint.NONE))) {
            QueueBench bench = new QueueBench(store, octets, threads, senders);
            if (backlog > 0) {
                bench.report(
                        out, "backlog", backlog, () -> bench.acceptAll(backlog, 100, "backlog"));
            }
            bench.report(out, "desk: level", 1, store.desk()::level);
            for (DeliveryState state : List.of(DeliveryState.WAITING, DeliveryState.PARKED)) {
                Filter filter = Filter.of(Set.of(state), 100);
                bench.report(out, "desk: " + state.word(), 1, () -> store.desk().list(filter));
            }
            for (int round = 0; round < 3; round++) {
                bench.report(
                        out,
                        "accept, one a call",
                        messages,
                        () -> bench.acceptAll(messages, 1, DESTINATION));
                bench.report(out, "claim, read, settle", messages, () -> bench.drain(messages));
                bench.report(out, "all at once", messages, () -> bench.together(messages));
            }
        }
    }

    private static int argument(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    /// Besides the rate, what it cost: it does not change when others use the machine too.
    private void report(PrintStream out, String what, int messages, Callable<?> work)
            throws Exception {
        long start = System.nanoTime();
        long process = processCpu();
        long writer = writerCpu();
        work.call();
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                "%-22s %8d messages %7.2f s %7.0f/s   CPU per message: writer %5.1f us, all %5.1f us%n",
                what,
                messages,
                seconds,
                messages / seconds,
                (writerCpu() - writer) / 1e3 / messages,
                (processCpu() - process) / 1e3 / messages);
    }

    private static long processCpu() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static long writerCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals("queue-writer")) {
                return threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return 0;
    }

    private Void acceptAll(int messages, int perCall, String destination) throws Exception {
        AtomicInteger left = new AtomicInteger(messages);
        return inThreads(() -> {
            while (left.getAndAdd(-perCall) > 0) {
                accept(perCall, destination);
            }
            return null;
        });
    }

    private void accept(int count, String destination) throws Exception {
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int uid = nextUid.incrementAndGet();
            Reception reception = store.intake().begin();
            reception.write(octets, 0, octets.length);
            offers.add(
                    new Offer(
                            reception,
                            origin(uid),
                            "bench",
                            List.of(
                                    new Shipment(
                                            List.of(destination),
                                            senders == 0 ? List.of() : List.of(0))),
                            Optional.of("<" + uid + "@example.cz>"),
                            Optional.empty()));
        }
        for (Acceptance acceptance : store.intake().accept(offers)) {
            if (!(acceptance instanceof Acceptance.Taken)) {
                throw new IllegalStateException("not taken");
            }
        }
    }

    private Origin origin(int uid) {
        if (senders == 0) {
            return new Origin.Collected(PLACE, new ServerId.Uid(uid), Instant.now());
        }
        AddrSpec sender = AddrSpec.of("sender" + uid % senders + "@example.cz");
        Recipient recipient = Recipient.of(AddrSpec.of("someone@contoso.com"));
        return new Origin.Submitted(
                new Envelope(Optional.of(sender), List.of(recipient), Envelope.Options.NONE),
                new Submitter("bench", "127.0.0.1", "bench.example.cz", "ESMTPSA"));
    }

    private Void drain(int messages) throws Exception {
        AtomicInteger left = new AtomicInteger(messages);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> claimers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                claimers.add(executor.submit(() -> claimUntilNoneIsLeft(executor, left)));
            }
            for (Future<?> claimer : claimers) {
                claimer.get();
            }
        }
        return null;
    }

    private Void claimUntilNoneIsLeft(ExecutorService executor, AtomicInteger left)
            throws Exception {
        while (left.get() > 0) {
            List<Claim> claims = store.outlet().claim(DESTINATION, CLAIM, Duration.ofMinutes(5));
            List<Future<?>> settled = new ArrayList<>();
            for (Claim claim : claims) {
                settled.add(executor.submit(() -> handOver(claim)));
            }
            for (Future<?> one : settled) {
                one.get();
            }
            left.addAndGet(-claims.size());
            if (claims.isEmpty() && left.get() > 0) {
                store.outlet().await(DESTINATION, Duration.ofMillis(20));
            }
        }
        return null;
    }

    private Void handOver(Claim claim) throws Exception {
        try (InputStream in = store.outlet().open(claim.message().id())) {
            if (in.readAllBytes().length != octets.length
                    || !store.outlet().settle(claim, new Outcome.Delivered("250 OK"))) {
                throw new IllegalStateException("not handed over");
            }
        }
        return null;
    }

    private Void together(int messages) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> in = executor.submit(() -> acceptAll(messages, 1, DESTINATION));
            Future<Void> out = executor.submit(() -> drain(messages));
            in.get();
            out.get();
        }
        return null;
    }

    private Void inThreads(Callable<Void> work) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        }
        return null;
    }
}
