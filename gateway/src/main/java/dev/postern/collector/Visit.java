package dev.postern.collector;

import dev.postern.queue.ServerId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One visit to one mailbox: the order of things that loses nothing and takes nothing twice.
///
/// ```
/// list → compare with the ledger → tell the server again what it did not confirm
///      → ask for batch n+1 → receive batch n → commit it with its ledger lines → tell the server → confirm
/// ```
///
/// A [Pass] does this in one session. If the session ends in its middle, the next pass starts from
/// the list and the ledger again, so it needs no memory of what went before, but for one thing: the
/// messages of the batch that broke are asked for one by one from then on, so that the one that
/// breaks sessions is found and set aside, and the rest flows.
///
/// Confined to one thread, but for [#cut].
final class Visit {

    /// Sessions in one visit: more means that something breaks them faster than we get on.
    private static final int SESSIONS_MAX = 6;

    private final MailboxPlan plan;
    private final Surroundings around;
    private final Course course;
    private volatile @Nullable Session current;
    private boolean lostWithNothingInHand;

    /// @param suspects messages to be asked for one by one; the visit adds to them
    /// @param barren whether the visit before was refused many messages and got none
    /// @param stopping whether to end after the batches in hand
    Visit(
            MailboxPlan plan,
            Surroundings around,
            Set<ServerId> suspects,
            boolean barren,
            BooleanSupplier stopping) {
        this.plan = plan;
        this.around = around;
        this.course = new Course(new Tally(), suspects, barren, stopping);
    }

    /// What the visit did; meaningful also after it failed.
    VisitReport report() {
        return course.tally().report();
    }

    /// Visits with a session that is open already, and with new ones if it ends early.
    ///
    /// @param open closed when this method throws, or when another session is returned
    /// @param end when the visit must be over
    /// @return the session in which the visit came to its end, still open
    /// @throws SessionEndedException if the visit could not come to its end; what it did so far
    ///   counts
    Session run(Session open, Sessions sessions, Instant end)
            throws IOException, InterruptedException {
        Session session = open;
        for (int left = SESSIONS_MAX - 1; ; left--) {
            current = session;
            Pass pass = new Pass(plan, around, session, course);
            try {
                if (pass.run(end) || left == 0) {
                    return session;
                }
                pass.confirm(session.leave());
            } catch (SessionEndedException e) {
                session.close();
                if (!worthAnother(e, pass, session) || left == 0) {
                    throw e;
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                session.close();
                throw e;
            }
            session.close();
            session = sessions.open(end);
        }
    }

    /// Takes leave of the server, and confirms what it says to that.
    void leave(Session session) throws IOException {
        try (session) {
            new Pass(plan, around, session, course).confirm(session.leave());
        }
    }

    /// Ends the visit's session, whatever it is at. Safe from any thread.
    void cut() {
        Session session = current;
        if (session != null) {
            session.close();
        }
    }

    /// Finds who broke the session, and whether a new one would get further.
    private boolean worthAnother(SessionEndedException e, Pass pass, Session session)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            // It was us, in a hurry to stop.
            throw new InterruptedException();
        }
        return switch (e.why()) {
            case TOKEN_ENDED -> {
                session.dropToken();
                yield true;
            }
            case LOST -> {
                Optional<ServerId> alone = pass.aloneInHand();
                if (alone.isPresent()) {
                    pass.brokeTheSession(alone.get(), e.words());
                } else {
                    course.suspects().addAll(pass.inHand());
                }
                yield !pass.inHand().isEmpty() || firstLossWithNothingInHand();
            }
            case THROTTLED, UNAVAILABLE, REFUSED -> false;
        };
    }

    /// A session that was kept open between two visits may be long dead without anybody's having
    /// noticed, so one such loss says nothing of the server.
    private boolean firstLossWithNothingInHand() {
        boolean first = !lostWithNothingInHand;
        lostWithNothingInHand = true;
        return first;
    }
}
