package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.event.Events;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// All lanes of the service, running.
///
/// [#start] and [#stop] are called once each, by one thread.
public final class Lanes {

    private static final Duration AFTER_INTERRUPTION = Duration.ofSeconds(10);

    private final List<Lane> lanes;
    private final Events events;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param lanes one a destination
    public Lanes(List<Lane> lanes, Events events) {
        this.lanes = List.copyOf(lanes);
        this.events = events;
    }

    /// Starts every lane on a thread of its own.
    public void start() {
        lanes.forEach(lane -> threads.execute(() -> runToTheEnd(lane)));
    }

    private void runToTheEnd(Lane lane) {
        String name = lane.destination().name();
        try {
            lane.run();
        } catch (InterruptedException _) {
            // Cut short by stop(), which says so.
        } catch (RuntimeException | Error e) {
            events.report(
                    new Event.AlarmRaised(
                            "destination " + name + " stopped",
                            "restart Postern; it hands nothing over any more: " + Words.of(e)));
            throw e;
        }
    }

    /// Ends all lanes in good order: what is in hand is finished, the rest given back, and then the
    /// agents are closed.
    ///
    /// @param grace after so long, hand-overs still under way are cut; their messages are handed
    ///   over again later
    /// @return whether nothing had to be cut
    public boolean stop(Duration grace) throws InterruptedException {
        lanes.forEach(Lane::stop);
        threads.shutdown();
        boolean inTime = threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
        if (!inTime) {
            threads.shutdownNow();
            boolean _ =
                    threads.awaitTermination(AFTER_INTERRUPTION.toMillis(), TimeUnit.MILLISECONDS);
        }
        lanes.forEach(lane -> lane.destination().agent().close());
        return inTime;
    }

    /// Ends the alarms about these destinations, after [#stop]: they are gone, or others stand in
    /// their place.
    public void forget() {
        lanes.forEach(
                lane -> Distress.forgotten(lane.destination().name()).forEach(events::report));
    }
}
