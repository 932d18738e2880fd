package dev.postern.lab.mail.fault;

import dev.postern.lab.Gatekeeper.Protocol;
import dev.postern.lab.mail.store.Message;
import java.util.Optional;

/// A moment at which a server asks whether something is to go wrong.
///
/// @param mailbox whose session it is; empty before a sign-in
/// @param command the verb in capitals, without `UID`; `CONNECT` for the greeting
/// @param message the one message it is about, if it is about one
public record Occasion(
        Protocol protocol, String mailbox, String command, Optional<Message> message) {

    /// The command that stands for the greeting. A fault of commands strikes it only by name.
    public static final String CONNECT = "CONNECT";

    /// About a command as a whole.
    public static Occasion of(Protocol protocol, String mailbox, String command) {
        return new Occasion(protocol, mailbox, command, Optional.empty());
    }

    /// About one message within the command.
    public Occasion about(Message one) {
        return new Occasion(protocol, mailbox, command, Optional.of(one));
    }
}
