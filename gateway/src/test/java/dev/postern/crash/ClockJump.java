package dev.postern.crash;

import dev.postern.app.MortalMain;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// The machine's clock jumps while Postern runs: forward as after a sleep of the machine, or back
/// or forward because it was wrong, in which case the next life has the right time again.
record ClockJump(Stage stage) implements Trouble {

    private static final int LATEST_MILLIS = 2000;
    private static final int LONGEST_MINUTES = 150;

    @Override
    public Plight strike(RandomGenerator random) {
        Duration far = Duration.ofMinutes(1 + random.nextInt(LONGEST_MINUTES));
        Duration jump = random.nextInt(3) == 0 ? far.negated() : far;
        boolean lasts = !jump.isNegative() && random.nextBoolean();
        Duration after = Duration.ofMillis(random.nextInt(LATEST_MILLIS));
        return new Plight() {
            @Override
            public String words() {
                return "clock jumped by %d min after %d ms%s"
                        .formatted(jump.toMinutes(), after.toMillis(), lasts ? " for good" : "");
            }

            @Override
            public List<String> options() {
                return List.of(
                        "-D" + MortalMain.JUMP + "=" + jump,
                        "-D" + MortalMain.JUMP_AFTER + "=" + after);
            }

            @Override
            public int lifeMillis() {
                return LATEST_MILLIS;
            }

            @Override
            public void close() {
                stage.noteClock(jump);
                if (lasts) {
                    stage.pass(jump);
                }
            }
        };
    }
}
