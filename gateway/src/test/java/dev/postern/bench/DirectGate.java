package dev.postern.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;

/// No proxy: the client speaks TLS and XOAUTH2 itself. What the machine can do.
record DirectGate() implements Gate {

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public Open open(Path folder, Behind behind) {
        return new Direct(behind);
    }

    private record Direct(Behind behind) implements Open {

        @Override
        public Talk signedIn(String mailbox) throws IOException {
            Talk client = Talk.secured(behind.port(), behind.trust());
            signIn(client, mailbox);
            return client;
        }

        @Override
        public void signIn(Talk client, String mailbox) throws IOException {
            String words = "user=%s\1auth=Bearer %s\1\1".formatted(mailbox, behind.token());
            byte[] octets = words.getBytes(StandardCharsets.US_ASCII);
            var _ =
                    client.ask(
                            "AUTHENTICATE XOAUTH2 " + Base64.getEncoder().encodeToString(octets));
        }

        @Override
        public int port() {
            return behind.port();
        }

        @Override
        public Stream<ProcessHandle> processes() {
            return Stream.empty();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
