package dev.postern.app;

import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.protocol.wire.Deadlines;
import java.time.Duration;

/// How long the gateway waits for servers before it takes them for dead.
///
/// @param mailbox of each wait for a server that mail is collected from
/// @param relay of each wait for a server that mail is sent on to by SMTP
/// @param answer until a service has answered a request by HTTP that hands over a message
record TimeLimits(Deadlines mailbox, Deadlines relay, Duration answer) {

    /// For servers over the Internet.
    static final TimeLimits USUAL =
            new TimeLimits(Deadlines.USUAL, SmtpClient.DEADLINES, Duration.ofMinutes(2));
}
