package dev.postern.delivery;

import dev.postern.event.Event;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Notify;
import dev.postern.queue.Addressee;
import dev.postern.queue.Claim;
import dev.postern.queue.Hope;
import dev.postern.queue.Origin;
import dev.postern.queue.Outcome;
import dev.postern.queue.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Says what becomes of a message, or of each recipient of it, after what the destination answered.
///
/// Safe for use by many threads.
final class Judge {

    /* What was collected is never given up because a destination is away: nobody else knows of it.
     * What was submitted has a sender who waits for news: it goes back when its time is over,
     * unless a person of ours has something to mend first, and before that a delay is told.
     *
     * An answer speaks of the destination, or of the message. A status of addressing, mailbox or
     * content (RFC 3463 §3.2, §3.3, §3.7) is the message's own, however many in a row there are:
     * a relay that is given a list of dead addresses is in good health. */

    /// Delivery time expired (RFC 3463 §3.5, X.4.7).
    private static final EnhancedStatus EXPIRED = new EnhancedStatus(5, 4, 7);

    private static final Answer.NotNow NO_ANSWER =
            new Answer.NotNow("our mistake: no answer for this recipient", Answer.Cause.UNKNOWN);

    /// How a claim is settled.
    ///
    /// @param alarms raised or cleared by it
    record Verdict(Outcome outcome, List<Event> alarms) {}

    private final Standing standing;
    private final RetrySchedule retry;

    Judge(Standing standing, RetrySchedule retry) {
        this.standing = standing;
        this.retry = retry;
    }

    /// Judges one hand-over.
    Verdict judge(Claim claim, Standing.Role role, Answer answer, Instant now) {
        Map<Answer.ForSome, Set<Integer>> groups = believed(byAnswer(claim, answer));
        Set<Answer.ForSome> said = groups.keySet();
        List<Event> alarms = new ArrayList<>();
        boolean alive = said.stream().anyMatch(Judge::signOfLife);
        if (alive) {
            note(said);
            alarms.addAll(standing.alive(role));
        }
        Standing.Ruling ruling = ruling(claim, role, said, alive, now);
        alarms.addAll(ruling.alarms());
        List<Outcome.Part> parts = new ArrayList<>();
        List<Outcome.ForSome> outcomes = new ArrayList<>();
        groups.forEach((one, addressees) -> {
            Outcome.ForSome outcome = outcome(claim, addressees, one, ruling, now);
            outcomes.add(outcome);
            if (!addressees.isEmpty()) {
                parts.add(new Outcome.Part(addressees, outcome));
            }
        });
        if (outcomes.stream().noneMatch(Judge::waitsHere)) {
            standing.forget(claim);
        }
        Outcome outcome = outcomes.size() == 1 ? outcomes.getFirst() : new Outcome.Parted(parts);
        return new Verdict(outcome, alarms);
    }

    private static Map<Answer.ForSome, Set<Integer>> byAnswer(Claim claim, Answer answer) {
        Map<Answer.ForSome, Set<Integer>> groups = new LinkedHashMap<>();
        List<Addressee> addressees = claim.consignment().addressees();
        for (Addressee addressee : addressees) {
            groups.computeIfAbsent(answerFor(addressee, answer), _ -> new TreeSet<>())
                    .add(addressee.number());
        }
        if (addressees.isEmpty()) {
            groups.put(answerFor(answer), Set.of());
        }
        return groups;
    }

    private static Answer.ForSome answerFor(Addressee addressee, Answer answer) {
        return answer instanceof Answer.Each(var answers)
                ? answers.getOrDefault(addressee.number(), NO_ANSWER)
                : answerFor(answer);
    }

    private static Answer.ForSome answerFor(Answer answer) {
        return switch (answer) {
            case Answer.ForSome one -> one;
            case Answer.Each _ -> NO_ANSWER;
            case Answer.Busy _ -> throw new IllegalArgumentException("nothing was tried");
        };
    }

    private Map<Answer.ForSome, Set<Integer>> believed(Map<Answer.ForSome, Set<Integer>> groups) {
        if (standing.believes()) {
            return groups;
        }
        Map<Answer.ForSome, Set<Integer>> believed = new LinkedHashMap<>();
        groups.forEach((answer, addressees) ->
                believed.put(
                        answer instanceof Answer.Refused(var reply) && !own(reply)
                                ? disbelieved(reply)
                                : answer,
                        addressees));
        return believed;
    }

    private static Answer.NotNow disbelieved(Reply reply) {
        return new Answer.NotNow(
                reply.words()
                        + " (refused like the "
                        + Standing.REFUSALS_BELIEVED
                        + " before it; this looks like a wrong setting, so the message waits"
                        + " instead of being parked)",
                Answer.Cause.UNKNOWN);
    }

    private static boolean own(Reply reply) {
        int subject = reply.status().subject();
        return subject == 1 || subject == 2 || subject == 6;
    }

    private static boolean signOfLife(Answer.ForSome answer) {
        return switch (answer) {
            case Answer.Taken _, Answer.Refused _ -> true;
            case Answer.NotNow notNow -> ownFailure(notNow);
            case Answer.Unclear _, Answer.OtherWay _ -> false;
        };
    }

    private static boolean ownFailure(Answer.NotNow answer) {
        return answer.cause() == Answer.Cause.UNKNOWN && own(answer.reply());
    }

    private void note(Set<Answer.ForSome> said) {
        if (said.stream().anyMatch(Answer.Taken.class::isInstance)) {
            standing.took();
        } else if (said.stream().anyMatch(one -> one instanceof Answer.Refused(var r) && !own(r))) {
            standing.refused();
        }
    }

    /// What the failures among the answers mean: those that are surely the destination's first.
    private Standing.Ruling ruling(
            Claim claim, Standing.Role role, Set<Answer.ForSome> said, boolean alive, Instant now) {
        List<Answer.NotNow> failures = said.stream().flatMap(one -> failure(one).stream()).toList();
        Optional<Answer.NotNow> certain =
                failures.stream().filter(one -> one.cause() != Answer.Cause.UNKNOWN).findFirst();
        if (certain.isPresent()) {
            return standing.failed(claim, role, certain.get(), now);
        }
        if (failures.isEmpty()) {
            return new Standing.Ruling(now, 0, List.of());
        }
        return alive
                ? standing.failedByItself(claim, failures.getFirst(), now)
                : standing.failed(claim, role, failures.getFirst(), now);
    }

    private static Optional<Answer.NotNow> failure(Answer.ForSome answer) {
        return switch (answer) {
            case Answer.NotNow notNow -> Optional.of(notNow);
            case Answer.Unclear(var reply) ->
                    Optional.of(new Answer.NotNow(reply, Answer.Cause.UNKNOWN, Duration.ZERO));
            case Answer.Taken _, Answer.Refused _, Answer.OtherWay _ -> Optional.empty();
        };
    }

    private static boolean waitsHere(Outcome.ForSome outcome) {
        return switch (outcome) {
            case Outcome.Deferred _, Outcome.Unclear _ -> true;
            case Outcome.Delivered _, Outcome.Passed _, Outcome.Refused _ -> false;
        };
    }

    private Outcome.ForSome outcome(
            Claim claim,
            Set<Integer> addressees,
            Answer.ForSome answer,
            Standing.Ruling ruling,
            Instant now) {
        return switch (answer) {
            case Answer.Taken(var reply, boolean reports) -> new Outcome.Delivered(reply, reports);
            case Answer.Refused(var reply) -> new Outcome.Refused(reply);
            case Answer.OtherWay(var reply) -> otherWay(claim, addressees, reply, now);
            case Answer.Unclear(var reply) when ruling.givenUp() > 0 && !owed(claim) ->
                    ended(claim, givenUp(reply, ruling.givenUp()));
            case Answer.Unclear(var reply) when over(claim, now) -> ended(claim, expired(reply));
            case Answer.Unclear(var reply) -> new Outcome.Unclear(reply, ruling.until());
            case Answer.NotNow notNow -> later(claim, addressees, notNow, ruling, now);
        };
    }

    private Outcome.ForSome later(
            Claim claim,
            Set<Integer> addressees,
            Answer.NotNow answer,
            Standing.Ruling ruling,
            Instant now) {
        boolean certain = answer.cause() != Answer.Cause.UNKNOWN;
        if (certain && hasFurtherWay(claim)) {
            return new Outcome.Passed(answer.reply(), hope(answer));
        }
        if (ruling.givenUp() > 0 && !owed(claim)) {
            return ended(claim, givenUp(answer.reply(), ruling.givenUp()));
        }
        if (answer.cause() != Answer.Cause.ADMINISTRATOR && over(claim, now)) {
            return ended(claim, expired(answer.reply()));
        }
        return deferred(claim, addressees, answer.reply(), ruling.until(), now);
    }

    /* A way that cannot carry the message ends it only if none before could have: one that is away
     * for an hour must not make the message go back because its substitute is less able. */
    private Outcome.ForSome otherWay(
            Claim claim, Set<Integer> addressees, Reply reply, Instant now) {
        if (hasFurtherWay(claim)) {
            return new Outcome.Passed(reply);
        }
        if (claim.consignment().hope() == Hope.NONE || over(claim, now)) {
            return new Outcome.Refused(reply);
        }
        Instant again = now.plus(retry.waitAfter(claim.attempt()));
        return deferred(claim, addressees, reply, again, now);
    }

    private static Hope hope(Answer.NotNow answer) {
        return answer.cause() == Answer.Cause.ADMINISTRATOR ? Hope.MENDED : Hope.LATER;
    }

    /// Whether a way before this one takes it as soon as a person has mended something: until then
    /// it waits, since what is wrong on our side is no reason to send mail back.
    private static boolean owed(Claim claim) {
        return claim.consignment().hope() == Hope.MENDED;
    }

    private static boolean hasFurtherWay(Claim claim) {
        return !claim.consignment().furtherWays().isEmpty();
    }

    private static Outcome.ForSome ended(Claim claim, Reply reply) {
        return hasFurtherWay(claim) ? new Outcome.Passed(reply) : new Outcome.Refused(reply);
    }

    private Outcome.Deferred deferred(
            Claim claim, Set<Integer> addressees, Reply reply, Instant until, Instant now) {
        return new Outcome.Deferred(reply, until, tellsSender(claim, addressees, now));
    }

    /// What is to be done with a message that waits behind a destination that is away, if its time
    /// is over, or its sender is to be told.
    Optional<Outcome.ForSome> overdue(Claim claim, Reply reason, Instant again, Instant now) {
        if (over(claim, now) && !standing.needsAdministrator()) {
            return Optional.of(ended(claim, expired(reason)));
        }
        Set<Integer> all = new TreeSet<>();
        claim.consignment().addressees().forEach(one -> all.add(one.number()));
        return tellsSender(claim, all, now)
                ? Optional.of(new Outcome.Deferred(reason, again, true))
                : Optional.empty();
    }

    private boolean over(Claim claim, Instant now) {
        return mortal(claim) && !owed(claim) && retry.expired(claim.message().accepted(), now);
    }

    private boolean tellsSender(Claim claim, Set<Integer> addressees, Instant now) {
        return mortal(claim)
                && claim.consignment().warned().isEmpty()
                && retry.late(claim.message().accepted(), now)
                && hasSender(claim)
                && claim.consignment().addressees().stream()
                        .filter(one -> addressees.contains(one.number()))
                        .anyMatch(one -> one.recipient().wants(Notify.DELAY));
    }

    /// Whether its time can run out. That of what a sender is to be told cannot: a report of a
    /// failure is owed until it is written.
    private static boolean mortal(Claim claim) {
        return claim.consignment().notice().isEmpty()
                && claim.message().origin().enveloped().isPresent();
    }

    private static boolean hasSender(Claim claim) {
        return claim.message().origin().enveloped().flatMap(one -> one.sender()).isPresent();
    }

    /// Whether what is refused goes back to its sender; else it is parked.
    static boolean goesBack(Claim claim) {
        return claim.message().origin() instanceof Origin.Submitted
                && claim.consignment().notice().isEmpty()
                && hasSender(claim);
    }

    private static Reply expired(Reply reply) {
        return new Reply(EXPIRED, reply.remote(), reply.words());
    }

    private static Reply givenUp(Reply reply, int failures) {
        String words = "given up after " + failures + " failures; the last: " + reply.words();
        return new Reply(EXPIRED, reply.remote(), words);
    }
}
