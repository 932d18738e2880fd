package dev.postern.crash;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Two processes are started on one data folder at nearly the same time: one has to say that the
/// other is there, and end.
record Twins() implements Trouble {

    private static final int LATEST_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int REFUSED = 2;

    @Override
    public Plight strike(RandomGenerator random) {
        int gap = random.nextInt(LATEST_MILLIS);
        return new Plight() {
            @Override
            public String words() {
                return "started twice within %d ms".formatted(gap);
            }

            @Override
            public PosternProcess start(Stage stage, List<String> options) throws Exception {
                PosternProcess first = stage.start(options);
                Thread.sleep(gap);
                return survivor(first, stage.start(options));
            }

            @Override
            public void close() {}
        };
    }

    private static PosternProcess survivor(PosternProcess first, PosternProcess second)
            throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (second.endsWithin(Duration.ofMillis(10))) {
                return chosen(first, second);
            }
            if (first.endsWithin(Duration.ofMillis(10))) {
                return chosen(second, first);
            }
        }
        throw new AssertionError("both run:\n" + first.err() + second.err());
    }

    private static PosternProcess chosen(PosternProcess living, PosternProcess ended)
            throws Exception {
        try (ended) {
            PosternProcess.Result result = ended.await();
            boolean diedAtItsPlace = result.code() == PosternProcess.KILLED;
            boolean refused = result.code() == REFUSED && result.err().contains("is running on");
            if (!diedAtItsPlace && !refused) {
                throw new AssertionError(
                        "the second ended with %d:\n%s".formatted(result.code(), result.err()));
            }
            return living;
        }
    }
}
