package dev.postern.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.submission.Client;
import java.io.IOException;
import java.util.List;

/// What those try who look for a relay that is open.
final class OpenRelayProbes {

    /// Senders of ours, of others, none, and of machines.
    static final List<String> SENDERS =
            List.of(
                    "scanner@example.cz",
                    "",
                    "a@contoso.com",
                    "root@[127.0.0.1]",
                    "root@localhost",
                    "\"scanner@example.cz\"@contoso.com");

    /// One recipient outside, in every form that servers have taken for one inside.
    static final List<String> RECIPIENTS =
            List.of(
                    "a@contoso.com",
                    "a%contoso.com@example.cz",
                    "\"a@contoso.com\"@example.cz",
                    "\"a%contoso.com\"@example.cz",
                    "@example.cz:a@contoso.com",
                    "@example.cz,@localhost:a@contoso.com",
                    "contoso.com!a@example.cz",
                    "contoso.com!a",
                    "a@contoso.com@example.cz",
                    "a@[127.0.0.1]",
                    "a%contoso.com@[127.0.0.1]",
                    "a@contoso.com@",
                    "a");

    private OpenRelayProbes() {}

    /// Tries all of them in this session; none may get as far as a recipient that is taken.
    static void fail(Client stranger) throws IOException {
        for (String sender : SENDERS) {
            stranger.ask("MAIL FROM:<" + sender + ">", "5");
            stranger.ask("RCPT TO:<a@contoso.com>", "503");
            stranger.ask("RSET", "250");
        }
        stranger.ask("DATA", "5");
    }

    /// Tries every recipient, each in a session of its own, because many errors end one.
    static void fail(Opening opening) throws Exception {
        for (String recipient : RECIPIENTS) {
            try (Client stranger = opening.open()) {
                for (String sender : List.of("scanner@example.cz", "")) {
                    stranger.say("MAIL FROM:<" + sender + ">");
                    assertThat(stranger.hear("5")).matches("5[35]0 5\\.7\\.[01] .*");
                    stranger.ask("RCPT TO:<" + recipient + ">", "5");
                    stranger.ask("BDAT 0 LAST", "5");
                }
            }
        }
        try (Client stranger = opening.open()) {
            fail(stranger);
        }
    }

    /// A new session, after its EHLO.
    @FunctionalInterface
    interface Opening {
        Client open() throws Exception;
    }
}
