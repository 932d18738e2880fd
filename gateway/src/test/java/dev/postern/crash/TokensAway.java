package dev.postern.crash;

import dev.postern.lab.entra.EntraFault;
import dev.postern.lab.entra.EntraFaults;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// The token endpoint does not give any token.
record TokensAway(EntraFaults faults) implements Trouble {

    private static final List<EntraFault> WAYS =
            List.of(
                    new EntraFault.Unavailable(503),
                    new EntraFault.Throttle(Duration.ofSeconds(1)),
                    new EntraFault.Stall(),
                    new EntraFault.Drop(),
                    new EntraFault.Truncate(),
                    new EntraFault.InvalidJson(),
                    new EntraFault.Html(502));

    @Override
    public Plight strike(RandomGenerator random) {
        EntraFault way = WAYS.get(random.nextInt(WAYS.size()));
        // For good, or until it has been asked once or twice.
        faults.add(way, random.nextInt(3));
        return new Plight() {
            @Override
            public String words() {
                return "token endpoint away: " + way;
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
