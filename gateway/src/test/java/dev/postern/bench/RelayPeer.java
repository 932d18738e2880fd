package dev.postern.bench;

import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A relay that passes everything on to one server.
interface RelayPeer {

    /// What the table and the ratios call it.
    String name();

    /// Starts it with an empty queue.
    ///
    /// @param folder empty; for its settings and its queue
    Running start(Path folder, Next next) throws IOException, InterruptedException;

    /// Where it passes messages on to, on this machine.
    ///
    /// @param held whether the messages are to stay in the queue
    /// @param secured whose certificates are trusted, if both sides demand TLS and a password; if
    ///   not, neither does
    record Next(int port, boolean held, Optional<Authority> secured) {

        /// In the clear, from and to everybody.
        static Next clear(int port) {
            return new Next(port, false, Optional.empty());
        }

        /// Nowhere yet.
        static Next held(int port) {
            return new Next(port, true, Optional.empty());
        }

        static Next secured(int port, Authority authority) {
            return new Next(port, false, Optional.of(authority));
        }
    }

    /// Who may hand mail in where passwords are demanded.
    record Account(String user, String password) {

        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }

    /// A relay that takes messages.
    interface Running extends AutoCloseable {

        int port();

        Account account();

        /// How many messages are in the queue.
        int queued() throws IOException, InterruptedException;

        /// What it costs is theirs.
        Stream<ProcessHandle> processes();

        @Override
        void close() throws IOException;
    }
}
