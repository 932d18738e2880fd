package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.queue.Claim;
import dev.postern.queue.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// What a lane knows of its destination: whether it takes mail, and which messages it does not
/// like.
///
/// Safe for use by many threads; does no I/O.
final class Standing {

    /* A failed hand-over may be the destination's fault or the message's, and the two want opposite
     * treatment. If the destination is away, all messages wait, in order, and none may be given up.
     * If it is the message, all others go past it, and it is given up one day.
     *
     * After a failure the lane rests. Then it tries the oldest message: the probe. If that fails
     * with an UNKNOWN cause for the second time, the lane asks for a second opinion: the next
     * message that is not under suspicion itself.
     *   - It is taken: the failures were the messages' own. All that are doubted step aside, each
     *     on its own schedule, and the rest flows.
     *   - It fails: the destination is away. It is doubted too, so the next round asks with yet
     *     another message, and a row of bad ones cannot pass for an outage for ever.
     *   - All others are doubted as well: the destination is away.
     *   - There is no other: the lane listens. As soon as one arrives both are tried, the old one
     *     first. Until then the failures count as the message's own.
     * A destination that says itself that it is away is believed; nobody else is asked.
     *
     * A refusal is final for the message, and a sign of life. But when everything is refused, it is
     * more likely a wrong setting than mail that is all wrong: after REFUSALS_BELIEVED in a row
     * further ones are treated as failures of an unknown cause. Which refusals count, [Judge] says.
     */

    /// In which capacity a message is tried.
    enum Role {
        /// One among others.
        FLOW,
        /// After a rest, to see whether the destination is back.
        PROBE,
        /// The same, and no other message waits.
        LONE,
        /// As the second opinion.
        OPINION
    }

    /// What the lane is to do next.
    sealed interface Plan {
        /// Hand over whatever is due.
        record Flow() implements Plan {}

        /// Try the oldest message.
        record Probe() implements Plan {}

        /// Try one that is not doubted, if there is one; else rest.
        record Ask(Instant until) implements Plan {}

        /// Try the oldest message if another waits as well; else rest.
        record Listen(Instant until) implements Plan {}

        /// Do nothing before this moment.
        record Rest(Instant until) implements Plan {}
    }

    /// What follows from a failure.
    ///
    /// @param until nothing is tried again before
    /// @param givenUp after so many failures of its own the message is given up; 0 if it is not
    /// @param alarms raised or cleared by it
    record Ruling(Instant until, int givenUp, List<Event> alarms) {}

    static final int REFUSALS_BELIEVED = 20;
    private static final int DOUBTED_MAX = 64;
    private static final int ASIDE_MAX = 1_000;
    private static final int WINDOW_MAX = 128;

    private final Distress distress;
    private final RetrySchedule retry;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();

    /* Failures by delivery: of messages known to fail by themselves, and of those in question. */
    private final Map<Long, Integer> aside = bounded(ASIDE_MAX);
    private final Map<Long, Integer> doubted = bounded(DOUBTED_MAX);

    private int failures;
    private Instant until = Instant.MIN;
    private Instant since = Instant.MIN;
    private Reply reply = Reply.notNow("");
    private boolean firm;
    private boolean opinionWanted;
    private Instant listenFrom = Instant.MAX;
    private int refusals;

    Standing(String destination, RetrySchedule retry, RandomGenerator random) {
        this.distress = new Distress(destination);
        this.retry = retry;
        this.random = random;
    }

    Plan plan(Instant now) {
        lock.lock();
        try {
            if (failures == 0) {
                return new Plan.Flow();
            }
            if (!now.isBefore(until)) {
                return new Plan.Probe();
            }
            if (opinionWanted) {
                return new Plan.Ask(until);
            }
            return now.isBefore(listenFrom)
                    ? new Plan.Rest(earlier(listenFrom, until))
                    : new Plan.Listen(until);
        } finally {
            lock.unlock();
        }
    }

    /// Whether a message is known, or suspected, to fail by itself.
    boolean suspects(Claim claim) {
        lock.lock();
        try {
            return aside.containsKey(claim.delivery()) || doubted.containsKey(claim.delivery());
        } finally {
            lock.unlock();
        }
    }

    /// Whether a message stepped aside.
    boolean aside(Claim claim) {
        lock.lock();
        try {
            return aside.containsKey(claim.delivery());
        } finally {
            lock.unlock();
        }
    }

    /// How many claims to look at, to be sure of finding one that is not suspected.
    int window() {
        lock.lock();
        try {
            return Math.min(WINDOW_MAX, doubted.size() + aside.size() + 2);
        } finally {
            lock.unlock();
        }
    }

    /// Notes that every other message is doubted as well, so that there is nobody to ask. A message
    /// that arrives later is not asked before the oldest one has been tried again: the destination
    /// may be back by then, and the order is to be kept.
    ///
    /// @return the alarm, if this raises one
    List<Event> nobodyToAsk() {
        lock.lock();
        try {
            opinionWanted = false;
            return alarmed(Answer.Cause.UNKNOWN);
        } finally {
            lock.unlock();
        }
    }

    /// Whether a refusal that may come from a wrong setting is taken at its word.
    boolean believes() {
        lock.lock();
        try {
            return refusals < REFUSALS_BELIEVED;
        } finally {
            lock.unlock();
        }
    }

    /// Notes such a refusal.
    void refused() {
        lock.lock();
        try {
            refusals++;
        } finally {
            lock.unlock();
        }
    }

    /// Notes that it took something.
    void took() {
        lock.lock();
        try {
            refusals = 0;
        } finally {
            lock.unlock();
        }
    }

    /// Notes a sign of life: it took something, or judged this very message.
    ///
    /// @return the alarms that this clears
    List<Event> alive(Role role) {
        lock.lock();
        try {
            boolean begunBefore = role == Role.FLOW && firm;
            if (failures == 0 || begunBefore) {
                return List.of();
            }
            aside.putAll(doubted);
            return recovered();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a message that does not wait for this destination any more.
    void forget(Claim claim) {
        lock.lock();
        try {
            aside.remove(claim.delivery());
            doubted.remove(claim.delivery());
        } finally {
            lock.unlock();
        }
    }

    private List<Event> recovered() {
        doubted.clear();
        failures = 0;
        firm = false;
        opinionWanted = false;
        listenFrom = Instant.MAX;
        return distress.over();
    }

    /// Why it takes nothing, in its own words; empty while it is not certain that it is away.
    Optional<Reply> away() {
        lock.lock();
        try {
            boolean certain = firm || (failures > 1 && !opinionWanted);
            return failures > 0 && certain ? Optional.of(reply) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Whether it waits for a person to mend something.
    boolean needsAdministrator() {
        lock.lock();
        try {
            return distress.needsAdministrator();
        } finally {
            lock.unlock();
        }
    }

    /// Draws the conclusions from a failure that may be the destination's.
    Ruling failed(Claim claim, Role role, Answer.NotNow answer, Instant now) {
        lock.lock();
        try {
            boolean unknown = answer.cause() == Answer.Cause.UNKNOWN;
            if (unknown && role == Role.FLOW && aside.containsKey(claim.delivery())) {
                return alone(claim, answer, now);
            }
            reply = answer.reply();
            rest(role, answer.patience(), now);
            firm = !unknown;
            opinionWanted = false;
            listenFrom = Instant.MAX;
            if (unknown && role == Role.OPINION) {
                doubted.put(claim.delivery(), 1);
                doubted.replaceAll((_, _) -> 1);
            } else if (unknown) {
                int own = doubt(claim, role);
                opinionWanted = role == Role.PROBE && own > 1;
                if (role == Role.LONE) {
                    if (retry.usedUp(own, claim.firstTried(), now)) {
                        doubted.remove(claim.delivery());
                        return new Ruling(now, own, recovered());
                    }
                    listenFrom = earlier(until, now.plus(longer(retry.first(), answer.patience())));
                }
            }
            return new Ruling(earlier(until, listenFrom), 0, alarmed(answer.cause()));
        } finally {
            lock.unlock();
        }
    }

    /// Draws the conclusions from a failure that is the message's own: it steps aside.
    Ruling failedByItself(Claim claim, Answer.NotNow answer, Instant now) {
        lock.lock();
        try {
            return alone(claim, answer, now);
        } finally {
            lock.unlock();
        }
    }

    private Ruling alone(Claim claim, Answer.NotNow answer, Instant now) {
        int own = aside.merge(claim.delivery(), 1, Integer::sum);
        if (retry.usedUp(own, claim.firstTried(), now)) {
            aside.remove(claim.delivery());
            return new Ruling(now, own, List.of());
        }
        Duration wait = longer(retry.waitAfter(own, random), answer.patience());
        return new Ruling(now.plus(wait), 0, List.of());
    }

    /* Failures add up only while there is no other message that could say whose fault they are. */
    private int doubt(Claim claim, Role role) {
        Integer known = aside.remove(claim.delivery());
        int before = known == null ? doubted.getOrDefault(claim.delivery(), 0) : known;
        int own = role == Role.LONE ? before + 1 : Math.min(before + 1, 2);
        doubted.put(claim.delivery(), own);
        return own;
    }

    private void rest(Role role, Duration patience, Instant now) {
        boolean first = failures == 0;
        if (first) {
            since = now;
        }
        if (first || role == Role.PROBE || role == Role.LONE) {
            failures++;
            until = now.plus(longer(retry.waitAfter(failures, random), patience));
            return;
        }
        Instant asked = now.plus(patience);
        until = asked.isAfter(until) ? asked : until;
    }

    private List<Event> alarmed(Answer.Cause cause) {
        if (cause == Answer.Cause.ADMINISTRATOR) {
            return distress.needsAdministrator(reply.words());
        }
        return failures < 2 || opinionWanted ? List.of() : distress.away(since, reply.words());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Map<Long, Integer> bounded(int max) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
                return size() > max;
            }
        };
    }
}
