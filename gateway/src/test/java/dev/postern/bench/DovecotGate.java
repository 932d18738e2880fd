package dev.postern.bench;

import dev.postern.peers.Dovecot;
import dev.postern.peers.DovecotProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Dovecot's own proxy, which is told the token at the start.
///
/// @param program `dovecot` itself
record DovecotGate(Path program) implements Gate {

    /// So many characters of the log are shown if a client is not let in.
    private static final int LAST = 1_000;

    @Override
    public String name() {
        return "dovecot";
    }

    @Override
    public Open open(Path folder, Behind behind) throws IOException, InterruptedException {
        return new Opened(
                DovecotProxy.start(
                        program,
                        new DovecotProxy.Behind(behind.port(), behind.caFile(), behind.token())));
    }

    private record Opened(DovecotProxy proxy) implements Open {

        @Override
        public Talk signedIn(String mailbox) throws IOException {
            Talk client = Talk.clear(port());
            signIn(client, mailbox);
            return client;
        }

        @Override
        public void signIn(Talk client, String mailbox) throws IOException {
            try {
                var _ = client.ask("LOGIN " + mailbox + " " + Dovecot.PASSWORD);
            } catch (IOException e) {
                throw new IOException(e.getMessage() + "; the log says: " + lastWords(), e);
            }
        }

        private String lastWords() throws IOException {
            String said = proxy.said();
            return said.substring(Math.max(0, said.length() - LAST));
        }

        @Override
        public int port() {
            return proxy.port();
        }

        @Override
        public Stream<ProcessHandle> processes() {
            return Stream.concat(Stream.of(proxy.process()), proxy.process().descendants());
        }

        @Override
        public void close() throws IOException {
            proxy.close();
        }
    }
}
