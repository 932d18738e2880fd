package dev.postern.protocol.login;

import dev.postern.protocol.smtp.SmtpLogin;

/// A target of `bench/fuzz`: whatever a client says to an SMTP server before it has signed in.
public final class SmtpLoginFuzz {

    private SmtpLoginFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        new Stranger("[2-5][0-9]{2}[ -][ -~]{0,506}")
                .run(
                        input,
                        socket ->
                                SmtpLogin.open(
                                        socket, Stranger.RULES, () -> Stranger.CAPABILITIES));
    }
}
