package dev.postern.collector;

import java.io.IOException;
import java.time.Instant;

/// Opens sessions with one mailbox: connects, signs in with a fresh token and selects the folder.
interface Sessions {

    /// Opens a session.
    ///
    /// @param end when the visit must be over, whatever happens
    /// @throws SessionEndedException if there is none to be had now, with what that means
    Session open(Instant end) throws IOException, InterruptedException;
}
