package dev.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// A way to a mailbox that opens with a token only.
interface Gate {

    /// What the table and the ratios call it.
    String name();

    /// Opens it.
    ///
    /// @param folder empty; for its settings and what it writes
    Open open(Path folder, Behind behind) throws IOException, InterruptedException;

    /// The IMAP server behind it.
    ///
    /// @param port where it takes TLS, as `localhost`
    /// @param portInClear where it takes passwords without TLS
    /// @param caFile the certificate of its authority
    /// @param token opens every mailbox
    record Behind(int port, int portInClear, SSLContext trust, Path caFile, String token) {

        @Override
        public String toString() {
            return "Behind[port " + port + "]";
        }
    }

    /// A gate that takes clients. [#signedIn] may be called by many threads.
    interface Open extends AutoCloseable {

        /// Connects, and opens the mailbox.
        Talk signedIn(String mailbox) throws IOException;

        /// Signs in a client that has connected.
        void signIn(Talk client, String mailbox) throws IOException;

        /// Where clients connect.
        int port();

        /// What it costs is theirs.
        Stream<ProcessHandle> processes();

        @Override
        void close() throws IOException;
    }
}
