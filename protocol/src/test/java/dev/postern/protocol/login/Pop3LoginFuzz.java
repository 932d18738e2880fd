package dev.postern.protocol.login;

import dev.postern.protocol.pop3.Pop3Login;

/// A target of `bench/fuzz`: whatever a client says to a POP3 server before it has signed in.
public final class Pop3LoginFuzz {

    private Pop3LoginFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        new Stranger("(\\+OK|-ERR|\\+) ?[ -~]*|[A-Z0-9 -]+|\\.")
                .run(
                        input,
                        socket ->
                                Pop3Login.open(
                                        socket, Stranger.RULES, () -> Stranger.CAPABILITIES));
    }
}
