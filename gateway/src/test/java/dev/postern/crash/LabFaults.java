package dev.postern.crash;

import dev.postern.app.MortalMain;
import dev.postern.lab.mail.fault.Faults;
import java.util.List;
import java.util.random.RandomGenerator;

/// A mail server that misbehaves, while Postern waits for it no longer than a second.
///
/// @param line as the lab understands it; `%d` is how often
record LabFaults(Faults faults, String line) implements Trouble {

    static final String PATIENCE = "-D" + MortalMain.PATIENCE + "=PT0.7S";
    static final int LIFE_MILLIS = 2500;
    private static final int TIMES_MAX = 4;

    @Override
    public Plight strike(RandomGenerator random) {
        String fault = line.formatted(1 + random.nextInt(TIMES_MAX));
        long id = faults.add(fault);
        return new Plight() {
            @Override
            public String words() {
                return fault;
            }

            @Override
            public List<String> options() {
                return List.of(PATIENCE);
            }

            @Override
            public int lifeMillis() {
                return LIFE_MILLIS;
            }

            @Override
            public void close() {
                boolean _ = faults.remove(id);
            }
        };
    }

    /// Each of these faults of one of the lab's servers.
    static List<Trouble> of(Faults faults, String protocol, List<String> lines) {
        return lines.stream()
                .map(line ->
                        line.replaceFirst("\\w[\\w-]*", "$0 protocol=" + protocol) + " times=%d")
                .<Trouble>map(line -> new LabFaults(faults, line))
                .toList();
    }
}
