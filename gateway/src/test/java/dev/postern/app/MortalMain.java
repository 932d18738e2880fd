package dev.postern.app;

import dev.postern.api.HttpBounds;
import dev.postern.cli.PosternCommand;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Pace;
import dev.postern.queue.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The program with a weak spot: the whole of Postern, which dies without a word when its code
/// arrives at a named place for the n-th time.
///
/// Places are those of [CrashPoint] and the names of events, since each is reported by the thread
/// that does the work, at the moment when it has happened.
public final class MortalMain {

    /// Where to die: `committed` or `Accepted`. Not set: nowhere.
    public static final String PLACE = "postern.test.die-at";

    /// At which arrival there.
    public static final String ARRIVAL = "postern.test.die-at-arrival";

    /// How far the program's clock is ahead of the machine's, so that nobody waits for leases.
    public static final String AHEAD = "postern.test.clock-ahead";

    /// By how much the program's clock jumps while it runs; `PT-1H` is back.
    public static final String JUMP = "postern.test.clock-jump";

    /// How long after its start.
    public static final String JUMP_AFTER = "postern.test.clock-jump-after";

    /// How long the program waits for any server. Not set: as long as usual.
    public static final String PATIENCE = "postern.test.patience";

    /// As SIGKILL leaves it.
    private static final int KILLED = 137;

    private MortalMain() {}

    public static void main(String... arguments) {
        HttpBounds.set(System.getProperties());
        LogSetup.apply(false, "info");
        Gateway.Environment healthy = Gateway.Environment.ofThisProcess();
        CrashPoint weakSpot = weakSpot();
        InstantSource clock = clock(healthy.clock());
        Gateway.Environment mortal =
                new Gateway.Environment(
                        event -> weakSpot.reached(event.getClass().getSimpleName()),
                        clock,
                        new SteadyClock(clock),
                        healthy.random(),
                        healthy.variables(),
                        weakSpot,
                        limits());
        System.exit(PosternCommand.execute(new GatewayOperations(mortal), arguments));
    }

    private static CrashPoint weakSpot() {
        String place = System.getProperty(PLACE, "");
        AtomicInteger arrivals = new AtomicInteger(Integer.getInteger(ARRIVAL, 1));
        return name -> {
            if (name.equals(place) && arrivals.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        };
    }

    private static InstantSource clock(InstantSource healthy) {
        Duration ahead = duration(AHEAD).orElse(Duration.ZERO);
        Duration jump = duration(JUMP).orElse(Duration.ZERO);
        long moment = System.nanoTime() + duration(JUMP_AFTER).orElse(Duration.ZERO).toNanos();
        return () -> {
            Instant steady = healthy.instant().plus(ahead);
            return System.nanoTime() - moment < 0 ? steady : steady.plus(jump);
        };
    }

    private static TimeLimits limits() {
        Optional<Duration> patience = duration(PATIENCE);
        if (patience.isEmpty()) {
            return TimeLimits.USUAL;
        }
        Duration limit = patience.get();
        Pace pace = new Pace(1, limit);
        return new TimeLimits(
                hasty(TimeLimits.USUAL.mailbox(), limit, pace),
                hasty(TimeLimits.USUAL.relay(), limit, pace),
                limit);
    }

    private static Deadlines hasty(Deadlines usual, Duration limit, Pace pace) {
        return usual.withReply(limit).withData(limit, pace).withAcceptance(limit);
    }

    private static Optional<Duration> duration(String property) {
        return Optional.ofNullable(System.getProperty(property)).map(Duration::parse);
    }
}
