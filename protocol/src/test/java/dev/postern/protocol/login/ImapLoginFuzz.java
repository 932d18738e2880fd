package dev.postern.protocol.login;

import dev.postern.protocol.imap.ImapLogin;

/// A target of `bench/fuzz`: whatever a client says to an IMAP server before it has signed in.
public final class ImapLoginFuzz {

    private ImapLoginFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        new Stranger("(\\*|\\+|[!-~]+) [ -~]*")
                .run(input, socket -> ImapLogin.open(socket, Stranger.RULES));
    }
}
