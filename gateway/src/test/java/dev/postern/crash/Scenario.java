package dev.postern.crash;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// One stream of mail through Postern: whoever sends and whoever receives, both of which survive
/// all of its crashes. Used by one thread.
interface Scenario extends AutoCloseable {

    /// Sends what the next life is to have in its hands.
    void send() throws IOException;

    /// Places in the code, and how often a life comes by there at least.
    Map<String, Integer> places();

    /// What can go wrong around it, beside what can go wrong everywhere.
    List<Trouble> troubles();

    /// Whether all that was sent has arrived.
    boolean drained() throws IOException;

    /// What is done by hand after that, while no service runs.
    void lookAfterwards() throws IOException, InterruptedException;

    /// Compares what was sent with what arrived, and with what Postern has written down. No Postern
    /// runs any more.
    ///
    /// @param possible how many hand-overs may have happened twice, as `postern status` told it
    Tally tally(long possible) throws IOException;

    @Override
    void close() throws IOException;
}
