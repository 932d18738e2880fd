package dev.postern.soak;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.directory.WorldException;
import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// One run. Writes `samples.csv` and `diary.txt` into its folder while it goes on, and its judgement
/// at the end.
final class Soak {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(15);

    /// One sample in so many is taken with a collection of garbage before it.
    private static final int DEEP_EVERY = 8;

    private static final Duration DRAIN_MAX = Duration.ofMinutes(6);
    private static final int DEVICES = 5;
    private static final int OLD_CLIENTS = 4;

    /// Each mailbox gets a message so often, on average.
    private static final Duration LETTER_EVERY = Duration.ofSeconds(30);

    /// What comes twice may come late.
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private static final Duration QUIET = Duration.ofSeconds(60);

    /// What is asked for.
    ///
    /// @param rate messages a second that devices hand in
    record Wish(Path program, int minutes, int mailboxes, int rate, long seed) {}

    private final Path folder;
    private final Wish wish;
    private final PrintStream out;

    private Soak(Path folder, Wish wish, PrintStream out) {
        this.folder = folder;
        this.wish = wish;
        this.out = out;
    }

    /// @param arguments a folder, Postern's start script, minutes, mailboxes, messages a second, and
    ///   the seed
    public static void main(String[] arguments)
            throws IOException, InterruptedException, WorldException {
        Wish wish =
                new Wish(
                        Path.of(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]),
                        Integer.parseInt(arguments[4]),
                        Long.parseLong(arguments[5]));
        boolean well =
                new Soak(Files.createDirectories(Path.of(arguments[0])), wish, System.out).run();
        System.exit(well ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException, WorldException {
        List<String> mailboxes =
                IntStream.range(0, wish.mailboxes()).mapToObj("m%d@example.cz"::formatted).toList();
        List<String> accounts = IntStream.range(0, DEVICES).mapToObj(i -> "device-" + i).toList();
        Authority authority =
                Authority.create(new SecureRandom(), InstantSource.system().instant());
        try (Lab lab = Lab.start(LabSettings.free(folder));
                PrintStream diary =
                        new PrintStream(
                                Files.newOutputStream(folder.resolve("diary.txt")),
                                true,
                                StandardCharsets.UTF_8)) {
            furnish(lab, mailboxes);
            Readings readings = new Readings(diary);
            try (Service service =
                    new Service(wish.program(), folder, lab, authority, mailboxes, accounts)) {
                Trouble trouble = new Trouble(lab, service, diary);
                Life life = new Life(lab, service, authority, readings, trouble);
                return life.live(mailboxes, accounts);
            }
        }
    }

    /// A service at work, and what is around it.
    private final class Life {

        private final Lab lab;
        private final Service service;
        private final Authority authority;
        private final Readings readings;
        private final Trouble trouble;
        private final Probe probe;
        private final long begun = System.nanoTime();
        private int samples;

        Life(
                Lab lab,
                Service service,
                Authority authority,
                Readings readings,
                Trouble trouble) {
            this.lab = lab;
            this.service = service;
            this.authority = authority;
            this.readings = readings;
            this.trouble = trouble;
            this.probe = new Probe(service, folder);
        }

        boolean live(List<String> mailboxes, List<String> accounts)
                throws IOException, InterruptedException {
            Path csv = folder.resolve("samples.csv");
            try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor();
                    PrintStream table =
                            new PrintStream(
                                    Files.newOutputStream(csv), true, StandardCharsets.UTF_8)) {
                table.println(Sample.head());
                watch(watchers);
                try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
                    load(load, mailboxes, accounts);
                    Duration time = Duration.ofMinutes(wish.minutes());
                    while (since().compareTo(time) < 0 && !stopped()) {
                        Thread.sleep(SAMPLE_EVERY.minusMillis(since().toMillis() % SAMPLE_EVERY.toMillis()));
                        table.println(sample().line());
                    }
                    load.shutdownNow();
                }
                out.println("the load ended after " + since());
                drain(table);
                watchers.shutdownNow();
            }
            return judge(csv);
        }

        private Duration since() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }

        private boolean stopped() {
            return !service.alive() || Files.exists(folder.resolve("stop"));
        }

        private void watch(ExecutorService threads) {
            PostRoom post = new PostRoom(lab, readings);
            threads.execute(guarded("outbox", post::watchOutbox));
            threads.execute(guarded("folder", () -> post.emptyFolder(service.inbox())));
        }

        private void load(ExecutorService threads, List<String> mailboxes, List<String> accounts) {
            Random seeds = new Random(wish.seed());
            Duration every = Duration.ofSeconds(1).multipliedBy(DEVICES).dividedBy(wish.rate());
            Devices devices =
                    new Devices(
                            service, authority.clientContext(), InstantSource.system(), readings);
            for (String account : accounts) {
                Random random = new Random(seeds.nextLong());
                threads.execute(guarded(account, () -> devices.run(account, every, random)));
            }
            OldClients clients = new OldClients(service, readings);
            for (int i = 0; i < OLD_CLIENTS; i++) {
                Random random = new Random(seeds.nextLong());
                threads.execute(guarded("client", () -> clients.run(Service.PROXIED, random)));
            }
            PostRoom post = new PostRoom(lab, readings);
            Random letters = new Random(seeds.nextLong());
            threads.execute(
                    guarded(
                            "letters",
                            () ->
                                    post.bring(
                                            mailboxes,
                                            LETTER_EVERY.dividedBy(mailboxes.size()),
                                            letters)));
            Random troubles = new Random(seeds.nextLong());
            Duration quiet = Duration.ofSeconds(Math.min(QUIET.toSeconds(), wish.minutes() * 5L));
            threads.execute(guarded("trouble", () -> trouble.run(quiet, troubles)));
        }

        private Runnable guarded(String who, Runnable task) {
            return () -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    readings.broken(who, e);
                }
            };
        }

        private Sample sample() throws InterruptedException {
            Map<Column, Double> values = new EnumMap<>(Column.class);
            values.put(Column.ELAPSED, since().toMillis() / 1e3);
            values.put(Column.FAULT, (double) trouble.number());
            readings.drain(values);
            try {
                if (samples++ % DEEP_EVERY == 0) {
                    probe.lookDeeply(values);
                }
                probe.look(values);
            } catch (IOException e) {
                readings.unwell("probe", e);
            }
            return new Sample(values);
        }

        /// Waits until everything has arrived.
        private void drain(PrintStream table) throws InterruptedException {
            long end = System.nanoTime() + DRAIN_MAX.toNanos();
            while (readings.missing() > 0 && System.nanoTime() < end && service.alive()) {
                Thread.sleep(Duration.ofSeconds(1));
            }
            Thread.sleep(SETTLE);
            samples = 0;
            table.println(sample().line());
            out.println("all had arrived, or not, after " + since());
        }

        private boolean judge(Path csv) throws IOException {
            List<String> unclear = Probe.unclear(service.said());
            out.printf(
                    Locale.ROOT,
                    "%d troubles, %d replies lost at most, %d lines of the log about unclear hand-overs%n",
                    trouble.count(),
                    trouble.lostReplies(),
                    unclear.size());
            boolean relayed = readings.relayed.tell(out, "relay", trouble.lostReplies());
            boolean collected = readings.collected.tell(out, "collect", 0);
            boolean whole = readings.whole() && service.alive();
            out.println("the run itself: " + (whole ? "whole" : "broken"));
            boolean flat = Judge.tell(out, Sample.read(csv));
            return relayed && collected && whole && flat;
        }
    }

    /// Makes the mailboxes, and tokens that are renewed many times in a run.
    private static void furnish(Lab lab, List<String> mailboxes) throws WorldException {
        String exchange = "/tenants/example/exchange/mailboxes";
        StringBuilder made = new StringBuilder();
        for (String mailbox : mailboxes) {
            made.append(mailbox).append(": {full-access: [gateway]}\n");
        }
        made.append(Service.PROXIED).append(": {full-access: [gateway]}\n");
        lab.directory().patch(exchange, made.toString());
        lab.directory().patch("/tokens", "{lifetime: 10m}");
    }
}
