package dev.postern.soak;

import dev.postern.lab.Lab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A service at work: mail comes in and goes out for a time, something fails now and then, and all
/// the while samples are taken; then it is waited until all that was taken has arrived. For one
/// thread.
final class Life {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(15);

    /// One sample in so many is taken with a collection of garbage before it.
    private static final int DEEP_EVERY = 8;

    private static final Duration DRAIN_MAX = Duration.ofMinutes(6);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /// What comes twice may come late.
    private static final Duration SETTLE = Duration.ofSeconds(20);

    /// So many troubles there are in a run at least.
    private static final int TROUBLES_MIN = 12;

    private static final Duration QUIET_MAX = Duration.ofMinutes(1);
    private static final int OLD_CLIENTS = 4;

    /// Each mailbox gets a message so often, on average.
    private static final Duration LETTER_EVERY = Duration.ofSeconds(30);

    private final Soak.Wish wish;
    private final Lab lab;
    private final Service service;
    private final Diary diary;
    private final Readings readings = new Readings();
    private final Trouble trouble;
    private final Probe probe;
    private final long begun = System.nanoTime();
    private int samples;

    Life(Soak.Wish wish, Lab lab, Service service, Diary diary) {
        this.wish = wish;
        this.lab = lab;
        this.service = service;
        this.diary = diary;
        this.trouble = new Trouble(lab, service, diary);
        this.probe = new Probe(service);
    }

    /// @param table for the samples
    /// @param out for how it went
    /// @return whether every message arrived, once, and nothing broke
    boolean live(PrintStream table, PrintStream out) throws IOException, InterruptedException {
        table.println(Sample.head());
        try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
            watch(watchers);
            try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
                load(load);
                while (since().compareTo(wish.time()) < 0 && goesOn()) {
                    Thread.sleep(untilNext());
                    table.println(sample(samples % DEEP_EVERY == 0).line());
                    samples++;
                }
                load.shutdownNow();
            }
            out.println("mail came for " + rounded(since()));
            drain();
            table.println(sample(true).line());
            out.println("it was at rest after " + rounded(since()));
            watchers.shutdownNow();
        }
        return tell(out);
    }

    private Duration since() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Duration rounded(Duration time) {
        return Duration.ofSeconds(time.toSeconds());
    }

    private Duration untilNext() {
        Duration left = wish.time().minus(since());
        Duration next = SAMPLE_EVERY.minusMillis(since().toMillis() % SAMPLE_EVERY.toMillis());
        return left.isPositive() && left.compareTo(next) < 0 ? left : next;
    }

    /// A file `stop` ends it early.
    private boolean goesOn() {
        return service.alive() && Files.notExists(service.file("stop"));
    }

    private void watch(ExecutorService threads) {
        PostRoom post = new PostRoom(lab, readings);
        start(threads, "outbox", post::watchOutbox);
        start(threads, "folder", () -> post.emptyFolder(service.file("inbox")));
    }

    private void load(ExecutorService threads) {
        Random seeds = new Random(wish.seed());
        Devices devices = new Devices(service, InstantSource.system(), readings, diary);
        Duration every =
                Duration.ofSeconds(1).multipliedBy(wish.accounts().size()).dividedBy(wish.rate());
        for (String account : wish.accounts()) {
            Random random = new Random(seeds.nextLong());
            start(threads, account, () -> devices.run(account, every, random));
        }
        OldClients clients = new OldClients(service, readings, diary);
        for (int i = 0; i < OLD_CLIENTS; i++) {
            Random random = new Random(seeds.nextLong());
            start(threads, "old client", () -> clients.run(Service.PROXIED, random));
        }
        PostRoom post = new PostRoom(lab, readings);
        Random letters = new Random(seeds.nextLong());
        Duration letter = LETTER_EVERY.dividedBy(wish.mailboxes());
        start(threads, "letters", () -> post.bring(wish.addresses(), letter, letters));
        Random troubles = new Random(seeds.nextLong());
        Duration share = wish.time().dividedBy(TROUBLES_MIN);
        Duration quiet = share.compareTo(QUIET_MAX) < 0 ? share : QUIET_MAX;
        start(threads, "trouble", () -> trouble.run(quiet, troubles));
    }

    /// A part of the run, which lasts until it is interrupted.
    @FunctionalInterface
    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    private void start(ExecutorService threads, String who, Part part) {
        threads.execute(() -> {
            try {
                part.run();
            } catch (IOException | RuntimeException e) {
                diary.broken(who, e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Sample sample(boolean deep) throws InterruptedException {
        Map<Column, Double> values = new EnumMap<>(Column.class);
        values.put(Column.ELAPSED, since().toMillis() / 1e3);
        values.put(Column.FAULT, (double) trouble.number());
        values.put(Column.UNWELL, (double) diary.timesUnwell());
        readings.drain(values);
        try {
            if (deep) {
                probe.lookDeeply(values);
            }
            probe.look(values);
        } catch (IOException e) {
            diary.unwell("probe", e);
        }
        return new Sample(values);
    }

    /// Waits until everything has arrived, and is not expected any more.
    private void drain() throws InterruptedException {
        long end = System.nanoTime() + DRAIN_MAX.toNanos();
        while (readings.missing() > 0 && System.nanoTime() < end && service.alive()) {
            Thread.sleep(LOOK_EVERY);
        }
        Duration share = wish.time().dividedBy(TROUBLES_MIN);
        Thread.sleep(share.compareTo(SETTLE) < 0 ? share : SETTLE);
    }

    private boolean tell(PrintStream out) throws IOException {
        out.printf(
                "%d troubles; at most %d replies lost, and %d times Postern said that a message may arrive twice%n",
                trouble.count(), trouble.lostReplies(), service.mayArriveTwice());
        boolean relayed = readings.relayed.tell(out, "relay", trouble.lostReplies());
        boolean collected = readings.collected.tell(out, "collect", 0);
        boolean whole = diary.whole() && service.alive();
        if (!whole) {
            out.println("the run broke: see its diary");
        }
        return relayed && collected && whole;
    }
}
