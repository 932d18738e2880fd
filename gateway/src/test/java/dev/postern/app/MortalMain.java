package dev.postern.app;

import dev.postern.api.HttpBounds;
import dev.postern.cli.PosternCommand;
import dev.postern.queue.CrashPoint;
import java.time.Duration;
import java.time.InstantSource;
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

    /// As SIGKILL leaves it.
    private static final int KILLED = 137;

    private MortalMain() {}

    public static void main(String... arguments) {
        HttpBounds.set(System.getProperties());
        LogSetup.apply(false, "info");
        Gateway.Environment healthy = Gateway.Environment.ofThisProcess();
        CrashPoint weakSpot = weakSpot();
        Duration ahead = Duration.parse(System.getProperty(AHEAD, "PT0S"));
        Gateway.Environment mortal =
                new Gateway.Environment(
                        event -> weakSpot.reached(event.getClass().getSimpleName()),
                        InstantSource.offset(healthy.clock(), ahead),
                        healthy.random(),
                        healthy.variables(),
                        weakSpot);
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
}
