package dev.postern.token;

import java.time.Instant;
import java.util.Optional;

/// This machine's clock and a server's, read at the same moment.
public record Clocks(Instant ours, Instant theirs) {

    private static final long NOTABLE_SECONDS = 60;

    /// How far apart they are, if that is worth a word.
    public Optional<String> remark() {
        long ahead = ours.getEpochSecond() - theirs.getEpochSecond();
        if (Math.abs(ahead) < NOTABLE_SECONDS) {
            return Optional.empty();
        }
        return Optional.of(
                "this machine's clock is %d s %s"
                        .formatted(Math.abs(ahead), ahead > 0 ? "ahead" : "behind"));
    }
}
