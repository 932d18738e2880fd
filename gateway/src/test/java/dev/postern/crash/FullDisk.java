package dev.postern.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The disk of the data fills up, to the last octet or nearly so.
record FullDisk(SmallDisk disk) implements Trouble {

    private static final int LATEST_MILLIS = 1500;

    /// Of 16 MiB that the settings want kept free: none, enough to work on, nearly all.
    private static final long[] LEFT = {0, 2L << 20, 9L << 20};

    @Override
    public Plight strike(RandomGenerator random) {
        long left = LEFT[random.nextInt(LEFT.length)];
        int millis = random.nextInt(LATEST_MILLIS);
        Delayed filling =
                new Delayed(
                        Duration.ofMillis(millis),
                        () -> {
                            disk.fill(left);
                            return "filled";
                        });
        return new Plight() {
            @Override
            public String words() {
                return "disk full but for %d octets after %d ms".formatted(left, millis);
            }

            @Override
            public boolean excuses(PosternProcess.Result end) {
                return end.err().contains("full") || end.err().contains("space");
            }

            @Override
            public void close() throws IOException {
                try {
                    filling.close();
                } finally {
                    disk.empty();
                }
            }
        };
    }
}
