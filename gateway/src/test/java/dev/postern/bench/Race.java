package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Programs that collect the same mailbox in turn, so that a busy machine is busy for all.
///
/// Nothing is deleted before the end: ext4 does not use an inode again for minutes, and makes who
/// creates files then search for another.
///
/// @param stock what is in the mailbox
/// @param rounds how many count
/// @param warming whether a round goes before them that does not
record Race(Workbench bench, Stock stock, int rounds, boolean warming) {

    private static final double MILLIS = 1e3;

    /// Who takes part.
    ///
    /// @param what the name of its figures
    record Entry(String what, Contender contender) {}

    void run(Entry... entries) throws IOException, InterruptedException {
        for (int round = warming ? 0 : 1; round <= rounds; round++) {
            for (Entry entry : List.of(entries)) {
                measure(entry, round > 0);
            }
        }
    }

    /// The figures of others are not lost because a peer fails that is known to.
    void attempt(Entry... entries) throws InterruptedException {
        for (Entry entry : List.of(entries)) {
            try {
                measure(entry, true);
            } catch (IOException e) {
                String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                bench.figures().note("%s left the race: %s", entry.contender().name(), said);
            }
        }
    }

    private void measure(Entry entry, boolean counts) throws IOException, InterruptedException {
        Path own = bench.fresh();
        String who = entry.contender().name();
        Contender.Round round = entry.contender().collect(own);
        stock.verify(who, round);
        if (counts) {
            double seconds = round.took().toMillis() / MILLIS;
            bench.figures().add(entry.what(), who, round.messages() / seconds, "messages/s");
            bench.figures()
                    .add(
                            entry.what() + ".cpu",
                            who,
                            (double) round.cpu().toMillis() / round.messages(),
                            "ms each");
        }
    }
}
