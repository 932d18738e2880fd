package dev.postern.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/// What a [Listener] needs to know of the protocol that is spoken there. Called by many threads.
public interface Host {

    /// One client's session.
    ///
    /// [#hold] is called once, on a thread of its own; the rest on any thread, at any time.
    interface Session {

        /// Speaks with the client until all is said. The connection is closed when it returns, at
        /// the latest.
        void hold();

        /// Wants the session to end as soon as it may, in order. May wait for a client that does
        /// not listen.
        void retire();

        /// Ends the session now.
        void cut();

        /// Ends the session if a wait has taken so much longer than it may that the session cannot
        /// end it itself.
        ///
        /// @param now of [System#nanoTime]
        void cutIfOverdue(long now);
    }

    /// For the names of threads: `smtp`.
    String protocol();

    /// Begins a session.
    ///
    /// @param client who is at the other end, maybe behind a proxy
    Session receive(Socket socket, InetAddress client) throws IOException;

    /// What a client is told that is turned away because there are too many; empty where it could
    /// not understand it.
    byte[] crowded();

    /// A connection came to nothing.
    ///
    /// @param client its address, if that is known
    void failed(String client, String why);
}
