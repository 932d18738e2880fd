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
            var _ = client.ask("LOGIN " + mailbox + " " + Dovecot.PASSWORD);
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
