package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Door;
import dev.postern.lab.mail.Door.Admission;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.net.BadLineException;
import java.io.IOException;

/// AUTHENTICATE and LOGIN. Exchange takes XOAUTH2 alone.
final class SignIn {

    private final State state;
    private final Talk talk;
    private final Door door;

    SignIn(State state) {
        this.state = state;
        talk = state.talk();
        door = new Door(talk);
    }

    String authenticate(Words words) throws IOException, Refusal {
        if (state.isSignedIn()) {
            throw Refusal.badCommand();
        }
        words.space();
        String mechanism = words.verb();
        String initial = words.skips(' ') ? words.rest() : "";
        if (!initial.isEmpty() && !state.can("SASL-IR")) {
            throw Refusal.badArgument();
        }
        if (!mechanism.equals("XOAUTH2")) {
            return answer(door.refused("the mechanism is " + mechanism));
        }
        return answer(door.knock(initial.isEmpty() ? ask() : initial));
    }

    /// Basic authentication: refused whatever the password.
    String login() {
        door.refused("Basic authentication");
        return "NO LOGIN failed.";
    }

    private String ask() throws IOException, Refusal {
        talk.say("+ ");
        talk.flush();
        try {
            String response = talk.connection().in().line(CommandReader.LINE_MAX);
            talk.dialogue().client("***");
            return response;
        } catch (BadLineException _) {
            throw Refusal.badArgument();
        }
    }

    private String answer(Admission admission) throws IOException {
        return switch (admission) {
            case Admission.In(String mailbox, _) -> {
                state.open(mailbox);
                yield "OK AUTHENTICATE completed.";
            }
            case Admission.NotConnected _ -> {
                state.openNothing();
                yield "OK AUTHENTICATE completed.";
            }
            case Admission.Full() -> {
                talk.say("* BYE Too many connections");
                talk.end();
                yield "NO [UNAVAILABLE] Too many connections.";
            }
            case Admission.Refused(), Admission.Disabled _ -> "NO AUTHENTICATE failed.";
        };
    }
}
