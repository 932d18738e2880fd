package dev.postern.crash;

/// What came of the mail of a campaign.
///
/// @param sent messages that Postern had to deliver: announced in a mailbox, or answered with 250
/// @param arrived how many of them are where they were to go, octet for octet
/// @param twice how many arrived more than once, or that nobody sent
/// @param counted how many of those Postern's own history shows as hand-overs of unknown end
/// @param possible how many hand-overs Postern says may have happened twice
/// @param again how often a webhook was asked again under the same Idempotency-Key
record Tally(long sent, long arrived, long twice, long counted, long possible, long again) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

    Tally plus(Tally other) {
        return new Tally(
                sent + other.sent,
                arrived + other.arrived,
                twice + other.twice,
                counted + other.counted,
                possible + other.possible,
                again + other.again);
    }

    long lost() {
        return sent - arrived;
    }

    /// Whether nothing was lost, and Postern knows of everything that came twice.
    boolean reachesGoal() {
        return lost() == 0 && twice == counted;
    }
}
