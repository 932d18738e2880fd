package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.queue.Claim;
import dev.postern.queue.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
     * further ones are treated as failures of an unknown cause.
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

    /// How a claim is settled.
    ///
    /// @param alarm raised or cleared by it
    record Verdict(Outcome outcome, Optional<Event> alarm) {}

    private static final int REFUSALS_BELIEVED = 20;
    private static final int DOUBTED_MAX = 64;
    private static final int ASIDE_MAX = 1_000;
    private static final int WINDOW_MAX = 128;

    private final String alarmSubject;
    private final RetrySchedule retry;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();

    /* Failures by delivery: of messages known to fail by themselves, and of those in question. */
    private final Map<Long, Integer> aside = bounded(ASIDE_MAX);
    private final Map<Long, Integer> doubted = bounded(DOUBTED_MAX);

    private int failures;
    private Instant until = Instant.MIN;
    private Instant since = Instant.MIN;
    private String reason = "";
    private boolean firm;
    private boolean opinionWanted;
    private Instant listenFrom = Instant.MAX;
    private boolean alarmed;
    private int refusals;

    Standing(String destination, RetrySchedule retry, RandomGenerator random) {
        this.alarmSubject = "destination " + destination + " away";
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
    /// @return the alarm, if this raises it
    Optional<Event> nobodyToAsk() {
        lock.lock();
        try {
            opinionWanted = false;
            return alarm();
        } finally {
            lock.unlock();
        }
    }

    /// Draws the conclusions from one hand-over.
    Verdict judge(Claim claim, Role role, Answer answer, Instant now) {
        lock.lock();
        try {
            return switch (answer) {
                case Answer.Taken(var reply, boolean reports) -> {
                    refusals = 0;
                    yield new Verdict(new Outcome.Delivered(reply, reports), alive(claim, role));
                }
                case Answer.Refused(var reply) when refusals < REFUSALS_BELIEVED -> {
                    refusals++;
                    yield new Verdict(new Outcome.Refused(reply), alive(claim, role));
                }
                case Answer.Refused refused ->
                        failed(claim, role, disbelieved(refused.words()), now);
                case Answer.NotNow notNow -> failed(claim, role, notNow, now);
                case Answer.Busy _, Answer.Unclear _, Answer.OtherWay _, Answer.Each _ ->
                        throw new UnsupportedOperationException("lanes know no envelopes yet");
            };
        } finally {
            lock.unlock();
        }
    }

    private static Answer.NotNow disbelieved(String words) {
        return new Answer.NotNow(
                words
                        + " (refused like the "
                        + REFUSALS_BELIEVED
                        + " before it; this looks like a wrong setting, so the message waits"
                        + " instead of being parked)",
                Answer.Cause.UNKNOWN);
    }

    private Optional<Event> alive(Claim claim, Role role) {
        aside.remove(claim.delivery());
        doubted.remove(claim.delivery());
        boolean begunBefore = role == Role.FLOW && firm;
        if (failures == 0 || begunBefore) {
            return Optional.empty();
        }
        aside.putAll(doubted);
        return recovered();
    }

    private Optional<Event> recovered() {
        boolean cleared = alarmed;
        doubted.clear();
        failures = 0;
        firm = false;
        opinionWanted = false;
        listenFrom = Instant.MAX;
        alarmed = false;
        return cleared ? Optional.of(new Event.AlarmCleared(alarmSubject)) : Optional.empty();
    }

    private Verdict failed(Claim claim, Role role, Answer.NotNow answer, Instant now) {
        boolean unknown = answer.cause() == Answer.Cause.UNKNOWN;
        if (unknown && role == Role.FLOW && aside.containsKey(claim.delivery())) {
            return new Verdict(failedAside(claim, answer, now), Optional.empty());
        }
        reason = answer.reason();
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
                    return new Verdict(givenUp(own, answer), recovered());
                }
                listenFrom = earlier(until, now.plus(longer(retry.first(), answer.patience())));
            }
        }
        Optional<Event> alarm = opinionWanted ? Optional.empty() : alarm();
        return new Verdict(
                new Outcome.Deferred(answer.reason(), earlier(until, listenFrom)), alarm);
    }

    private Outcome failedAside(Claim claim, Answer.NotNow answer, Instant now) {
        int own = aside.merge(claim.delivery(), 1, Integer::sum);
        if (retry.usedUp(own, claim.firstTried(), now)) {
            aside.remove(claim.delivery());
            return givenUp(own, answer);
        }
        return new Outcome.Deferred(
                answer.reason(), now.plus(longer(retry.waitAfter(own, random), answer.patience())));
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

    private Optional<Event> alarm() {
        if (alarmed || failures < 2) {
            return Optional.empty();
        }
        alarmed = true;
        return Optional.of(
                new Event.AlarmRaised(
                        alarmSubject,
                        "has taken nothing since " + since + "; its messages wait. " + reason));
    }

    private static Outcome givenUp(int failures, Answer.NotNow answer) {
        return new Outcome.Refused(
                "given up after " + failures + " failures; the last: " + answer.reason());
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
