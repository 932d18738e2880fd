package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.event.Events;
import dev.postern.queue.Claim;
import dev.postern.queue.Outlet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The way of all messages of one destination: claimed oldest first, handed over, settled.
///
/// Either [#run] is called once, on a virtual thread, or a test turns it by hand with [#runDue].
/// [#stop] may be called by any thread.
public final class Lane {

    private static final Duration REST_MIN = Duration.ofMillis(100);
    private static final Duration REST_MAX = Duration.ofMinutes(1);
    private static final int BATCH = 16;

    /// Of messages that are handed over at once: more than that is not worth the wait of the first.
    private static final long BATCH_OCTETS = 8L << 20;

    private final Destination destination;
    private final Outlet outlet;
    private final Events events;
    private final InstantSource clock;
    private final Standing standing;
    private final Pace pace;
    private final Claims claims;
    private final HandOver handOver;
    private final Relief relief;
    private final Hands hands;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Thread> resting = Optional.empty();
    private volatile boolean stopping;
    private volatile boolean drained;

    /// @param clock tells the time of retries and of the pace; best one that nobody sets, as then
    ///   nothing is tried too early or put off when the time of day is
    /// @param random for the jitter of waits
    public Lane(
            Destination destination,
            Outlet outlet,
            Events events,
            InstantSource clock,
            RandomGenerator random) {
        this.destination = destination;
        this.outlet = outlet;
        this.events = events;
        this.clock = clock;
        this.standing = new Standing(destination.name(), destination.retry(), random);
        Limits limits = destination.limits();
        this.pace = new Pace(limits.messagesPerMinute(), limits.messagesPerHour());
        this.claims = new Claims(destination.name(), outlet, clock);
        Judge judge = new Judge(standing, destination.retry());
        this.handOver = new HandOver(destination, outlet, events, clock, judge);
        this.relief =
                new Relief(
                        destination,
                        outlet,
                        events,
                        clock,
                        new Relief.Ward(standing, claims, judge, handOver));
        this.hands = new Hands(destination, claims, handOver, events);
    }

    /// The destination this lane leads to.
    public Destination destination() {
        return destination;
    }

    /// Hands over messages as they become due, until [#stop] or interruption.
    ///
    /// A failure of the queue is reported as an alarm, and the lane goes on when the queue works
    /// again.
    public void run() throws InterruptedException {
        try (ExecutorService pulse = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> beats = pulse.submit(claims::beat);
            try {
                turns();
            } finally {
                beats.cancel(true);
            }
        }
    }

    private void turns() throws InterruptedException {
        String subject = "destination " + destination.name() + " cannot use the queue";
        int failures = 0;
        while (!stopping) {
            try {
                Optional<Instant> next = runDue();
                if (failures > 0) {
                    events.report(new Event.AlarmCleared(subject));
                    failures = 0;
                }
                rest(next);
            } catch (IOException | RuntimeException e) {
                failures++;
                if (failures == 1) {
                    events.report(new Event.AlarmRaised(subject, Words.of(e)));
                }
                Duration wait = destination.retry().waitAfter(failures);
                rest(Optional.of(clock.instant().plus(wait)));
            }
        }
    }

    /// What comes after a step.
    private sealed interface Next {
        /// Another step.
        record Step() implements Next {}

        /// A rest until this moment.
        record At(Instant moment) implements Next {}

        /// A rest until there is a new message.
        record WhenNew() implements Next {}
    }

    /// Hands over all that is due, and returns when nothing is, or when the destination or its pace
    /// asks for a rest.
    ///
    /// @return when to come again; empty if only a new message is a reason to
    public Optional<Instant> runDue() throws IOException, InterruptedException {
        try {
            handOver.settleLeftovers(claims::done);
            while (!stopping) {
                switch (step()) {
                    case Next.Step() -> {}
                    case Next.At(Instant moment) -> {
                        return Optional.of(moment);
                    }
                    case Next.WhenNew() -> {
                        return Optional.empty();
                    }
                }
            }
            return Optional.empty();
        } finally {
            claims.giveBack();
        }
    }

    private Next step() throws IOException, InterruptedException {
        return switch (standing.plan(clock.instant())) {
            case Standing.Plan.Flow() -> flow();
            case Standing.Plan.Probe() -> probe();
            case Standing.Plan.Ask(Instant until) -> ask(until);
            case Standing.Plan.Listen(Instant until) -> listen(until);
            case Standing.Plan.Rest(Instant until) -> resting(until);
        };
    }

    private Next flow() throws IOException, InterruptedException {
        int ready = claims.take(batch() + destination.limits().connections());
        if (ready == 0) {
            return whenDue();
        }
        drained = false;
        int workers = Math.min(destination.limits().connections(), ready);
        List<Next> ends = workers == 1 ? List.of(work()) : Workers.run(workers, this::work);
        claims.giveBack();
        return ends.stream()
                .filter(Next.At.class::isInstance)
                .findFirst()
                .orElseGet(Next.Step::new);
    }

    private Next whenDue() throws IOException {
        Optional<Instant> due = outlet.nextDue(destination.name());
        return due.isPresent() ? new Next.At(due.get()) : new Next.WhenNew();
    }

    private Next work() throws IOException, InterruptedException {
        if (destination.agent().batch() == 1) {
            return work(this::handAlone);
        }
        try (Tandem tandem = new Tandem(hands, this::flows)) {
            Next next = work(tandem::hand);
            tandem.finish();
            return next;
        }
    }

    /// Hands over a batch.
    @FunctionalInterface
    private interface Way {
        /// @return whether the next may follow
        boolean hand(List<Claim> batch) throws IOException, InterruptedException;
    }

    private boolean handAlone(List<Claim> batch) throws IOException, InterruptedException {
        hands.hand(batch, Standing.Role.FLOW);
        return true;
    }

    /* One worker: hands over one batch after the other while the destination takes them. As soon
     * as one finds nothing more, the others finish what is claimed, and the next step begins with
     * all of them again: else, under a steady load, they would leave one by one. */
    private Next work(Way way) throws IOException, InterruptedException {
        while (flows()) {
            List<Claim> next = claims.next(destination.agent().batch(), BATCH_OCTETS);
            if (next.isEmpty()) {
                if (drained || claims.take(batch()) == 0) {
                    drained = true;
                    return new Next.Step();
                }
                continue;
            }
            Optional<Next> end = handInPace(next, way);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new Next.Step();
    }

    private boolean flows() {
        return !stopping && standing.plan(clock.instant()) instanceof Standing.Plan.Flow;
    }

    /// Hands over as many as the pace allows.
    ///
    /// @return what comes next, if it is not one more batch
    private Optional<Next> handInPace(List<Claim> next, Way way)
            throws IOException, InterruptedException {
        Optional<Instant> later = Optional.empty();
        int allowed = 0;
        while (allowed < next.size() && later.isEmpty()) {
            later = pace.take(clock.instant());
            allowed += later.isEmpty() ? 1 : 0;
        }
        claims.putBack(next.subList(allowed, next.size()));
        boolean more = allowed == 0 || way.hand(next.subList(0, allowed));
        if (later.isPresent()) {
            return Optional.of(new Next.At(later.get()));
        }
        return more ? Optional.empty() : Optional.of(new Next.Step());
    }

    private int batch() {
        return Math.max(BATCH, destination.agent().batch());
    }

    private Next probe() throws IOException, InterruptedException {
        return probe(claims.look(standing.window()));
    }

    private Next probe(List<Claim> due) throws IOException, InterruptedException {
        Optional<Claim> oldest = due.stream().filter(claim -> !standing.aside(claim)).findFirst();
        Optional<Claim> probe = oldest.or(() -> due.stream().findFirst());
        if (probe.isEmpty()) {
            return whenDue();
        }
        boolean lone = due.stream().noneMatch(c -> !c.equals(probe.get()) && !standing.aside(c));
        return single(probe.get(), lone ? Standing.Role.LONE : Standing.Role.PROBE);
    }

    private Next listen(Instant until) throws IOException, InterruptedException {
        List<Claim> due = claims.look(standing.window());
        if (due.stream().anyMatch(claim -> !standing.suspects(claim))) {
            return probe(due);
        }
        claims.giveBack();
        return resting(until);
    }

    private Next resting(Instant until) throws IOException {
        return new Next.At(relief.give(until));
    }

    private Next ask(Instant until) throws IOException, InterruptedException {
        Optional<Claim> fresh =
                claims.look(standing.window()).stream()
                        .filter(claim -> !standing.suspects(claim))
                        .findFirst();
        if (fresh.isEmpty()) {
            standing.nobodyToAsk().forEach(events::report);
            claims.giveBack();
            return resting(until);
        }
        return single(fresh.get(), Standing.Role.OPINION);
    }

    private Next single(Claim claim, Standing.Role role) throws IOException, InterruptedException {
        Optional<Instant> later = pace.take(clock.instant());
        if (later.isEmpty()) {
            claims.pick(claim);
            hands.hand(List.of(claim), role);
        }
        claims.giveBack();
        return later.isPresent() ? new Next.At(later.get()) : new Next.Step();
    }

    private void rest(Optional<Instant> until) throws InterruptedException {
        Duration wait = until.map(then -> Duration.between(clock.instant(), then)).orElse(REST_MAX);
        Duration bounded = wait.compareTo(REST_MAX) > 0 ? REST_MAX : wait;
        if (!beginRest()) {
            return;
        }
        try {
            outlet.await(destination.name(), bounded.compareTo(REST_MIN) < 0 ? REST_MIN : bounded);
        } catch (InterruptedException e) {
            if (!stopping) {
                throw e;
            }
        } finally {
            endRest();
        }
    }

    private boolean beginRest() {
        lock.lock();
        try {
            if (stopping) {
                return false;
            }
            resting = Optional.of(Thread.currentThread());
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void endRest() {
        lock.lock();
        try {
            resting = Optional.empty();
            if (stopping) {
                // The interruption was meant for the rest, and that is over.
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Asks the lane to end: it finishes the messages in hand and gives back the others. Does not
    /// wait. To cut a hand-over short, interrupt the thread that is in [#run].
    public void stop() {
        lock.lock();
        try {
            stopping = true;
            resting.ifPresent(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    /// Renews the leases of all claims held, as [#run] does by itself.
    void renew() {
        claims.renew();
    }
}
