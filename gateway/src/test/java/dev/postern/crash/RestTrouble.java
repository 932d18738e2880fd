package dev.postern.crash;

import dev.postern.lab.rest.RestFault;
import dev.postern.lab.rest.RestFaults;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// A service that takes mail by HTTP misbehaves, while Postern waits for it no longer than a
/// second.
///
/// @param operation which requests it concerns
record RestTrouble(RestFaults faults, String operation, RestFault fault) implements Trouble {

    private static final int TIMES_MAX = 4;

    private static final List<RestFault> FAULTS =
            List.of(
                    new RestFault.LoseReply(),
                    new RestFault.Truncate(),
                    new RestFault.Delay(Duration.ofMillis(1500)),
                    new RestFault.Stall(),
                    new RestFault.Drop(),
                    new RestFault.Unavailable(503, Duration.ZERO),
                    new RestFault.Throttle(Duration.ofSeconds(1)),
                    new RestFault.Html(502));

    static List<Trouble> of(RestFaults faults, String operation) {
        return FAULTS.stream()
                .<Trouble>map(fault -> new RestTrouble(faults, operation, fault))
                .toList();
    }

    @Override
    public Plight strike(RandomGenerator random) {
        int times = 1 + random.nextInt(TIMES_MAX);
        faults.add(new RestFaults.Planned(fault, operation, times));
        return new Plight() {
            @Override
            public String words() {
                return "%s %s times=%d".formatted(operation, fault, times);
            }

            @Override
            public List<String> options() {
                return List.of(LabFaults.PATIENCE);
            }

            @Override
            public int lifeMillis() {
                return LabFaults.LIFE_MILLIS;
            }

            @Override
            public void close() {
                faults.clear();
            }
        };
    }
}
