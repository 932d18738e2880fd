package dev.postern.delivery;

import java.util.List;

/// Knows how to hand messages to one destination: a folder, a server, a program.
///
/// An agent lives as long as its destination's lane, so it may keep connections between messages.
/// It tries once; when to try again is the lane's business.
///
/// Threads: as many hand-overs run at the same time as the destination has connections, each on its
/// own virtual thread. An agent is safe for that, and holds no lock while it waits for its peer.
public interface DeliveryAgent extends AutoCloseable {

    /// Hands one message over and returns when the destination has taken responsibility, or has
    /// not.
    ///
    /// The same message can come again: after a crash, after a lost answer, after a person released
    /// it. Where the destination allows it, the second time changes nothing.
    ///
    /// Returns within a time the agent's settings bound. What the network or the disk fails at is
    /// an [Answer.NotNow], never an exception.
    ///
    /// @throws InterruptedException if the lane gives up waiting; whether the destination has the
    ///   message is unknown then
    Answer hand(Parcel parcel) throws InterruptedException;

    /// How many messages [#handAll] gains by being given at once; 1 if it gains nothing. With more,
    /// one batch is made [#ready] while the one ahead of it is handed over.
    default int batch() {
        return 1;
    }

    /// Hands several messages over, in their order, up to the first that is not taken.
    ///
    /// @param parcels at least one
    /// @return one answer for each message that was tried, at least one; only the last of them may
    ///   be something else than [Answer.Taken]
    /// @throws InterruptedException as [#hand]
    default List<Answer> handAll(List<Parcel> parcels) throws InterruptedException {
        return List.of(hand(parcels.getFirst()));
    }

    /// Makes several messages ready: does all that the destination does not see, while those ahead
    /// of them may still be on their way. What the disk fails at is told by [Readied#hand].
    ///
    /// @param parcels at least one
    /// @return to be closed in any case
    /// @throws InterruptedException if the lane gives up waiting; nothing was handed over
    default Readied ready(List<Parcel> parcels) throws InterruptedException {
        return () -> handAll(parcels);
    }

    /// Messages that are ready. Used by one thread at a time.
    @FunctionalInterface
    interface Readied extends AutoCloseable {

        /// Hands them over, as [#handAll]. Called at most once.
        List<Answer> hand() throws InterruptedException;

        /// Gives up those that were not handed over.
        @Override
        default void close() {}
    }

    /// Ends kept connections. Called once, after the last hand-over.
    @Override
    default void close() {}
}
