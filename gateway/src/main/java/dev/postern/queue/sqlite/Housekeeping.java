package dev.postern.queue.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// What the writer does besides: looks at the disk, probes a store that failed, sweeps what was
/// abandoned, gives free pages back.
///
/// Confined to the writer's thread. Every step is a short transaction.
final class Housekeeping implements Writer.Chores {

    static final String SUBJECT = "queue housekeeping";

    /// A reception that nobody has touched for so long has no living process behind it.
    static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

    /// Chunks taken away in one transaction: 4 MiB.
    private static final int SWEEP_STEP = 16;

    /// Transactions of sweeping in one tick, so that the traffic goes on in between.
    private static final int SWEEP_STEPS_MAX = 16;

    private static final int PROBE_OCTETS = 64 << 10;

    /// Free pages given back to the file system in one tick, if so many are free.
    private static final int SHRINK_PAGES = 1024;

    private static final int FREE_PAGES_KEPT = 4096;

    private final InstantSource clock;
    private final Alarm alarm;
    private final Health health;
    private final Space space;
    private final Receptions receptions;
    private final FileIdentity identity;
    private Instant nextTouch = Instant.MIN;

    Housekeeping(
            Surroundings around,
            Health health,
            Space space,
            Receptions receptions,
            FileIdentity identity) {
        this.clock = around.clock();
        this.alarm = new Alarm(SUBJECT, around.events());
        this.health = health;
        this.space = space;
        this.receptions = receptions;
        this.identity = identity;
    }

    @Override
    public void tick(GroupCommit commits) {
        long freeInside = 0;
        identity.check().ifPresent(health::fails);
        try {
            if (!health.failing()) {
                freeInside = sweep(commits);
            } else if (identity.check().isEmpty()) {
                commits.checkpoint(); // gives the WAL's space back
                freeInside = sweep(commits);
                probe(commits);
            }
            alarm.clear();
        } catch (IOException | RuntimeException e) {
            if (!health.failing()) {
                alarm.raise("Tidying up the queue failed, and is tried again: " + e.getMessage());
            }
        }
        space.look(freeInside);
    }

    /// Writes and takes away as much as a message is long.
    private void probe(GroupCommit commits) throws IOException {
        commits.run(transaction ->
                transaction.update(
                        "INSERT INTO probe (octets) VALUES (zeroblob(?))", PROBE_OCTETS));
        commits.run(transaction -> transaction.update("DELETE FROM probe"));
        health.works();
    }

    /// Takes away what nobody needs.
    ///
    /// @return octets in the database that are free
    private long sweep(GroupCommit commits) throws IOException {
        Instant now = clock.instant();
        if (!now.isBefore(nextTouch)) {
            commits.run(receptions::touchAlive);
            nextTouch = now.plus(TOUCH_EVERY);
        }
        Set<Long> abandoned = receptions.abandoned();
        if (!abandoned.isEmpty()) {
            commits.run(transaction -> Receptions.forsake(transaction, abandoned));
            receptions.forget(abandoned);
        }
        boolean more = true;
        for (int step = 0; more && step < SWEEP_STEPS_MAX; step++) {
            more = commits.run(Housekeeping::sweepStep);
        }
        return commits.run(Housekeeping::shrink);
    }

    /// Takes away some chunks of one abandoned reception.
    ///
    /// @return whether there may be more to sweep
    private static boolean sweepStep(Transaction transaction) throws SQLException {
        Optional<Long> abandoned =
                transaction.first(
                        "SELECT number FROM reception WHERE message IS NULL AND touched < ?"
                                + " LIMIT 1",
                        row -> row.getLong(1),
                        transaction.now().minus(ABANDONED_AFTER).toEpochMilli());
        if (abandoned.isEmpty()) {
            return false;
        }
        int swept =
                transaction.update(
                        """
                        DELETE FROM chunk WHERE rowid IN (
                            SELECT rowid FROM chunk WHERE reception = ? LIMIT ?)
                        """,
                        abandoned.get(),
                        SWEEP_STEP);
        if (swept < SWEEP_STEP) {
            transaction.update("DELETE FROM reception WHERE number = ?", abandoned.get());
        }
        transaction.reached("swept");
        return true;
    }

    /// Gives some of the free pages back to the file system, if there are many.
    ///
    /// @return octets in the database that are free
    private static long shrink(Transaction transaction) throws SQLException {
        long free = transaction.number("PRAGMA freelist_count");
        if (free > FREE_PAGES_KEPT) {
            transaction.execute("PRAGMA incremental_vacuum(" + SHRINK_PAGES + ")");
        }
        return free * Database.PAGE_OCTETS;
    }
}
