package dev.postern.lab.mail.pop3;

import dev.postern.lab.mail.fault.Fault;

/// A command that ends with `-ERR`. The message is what follows it.
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    Refusal(String text) {
        super(text, null, false, false);
    }

    static Refusal wrongState() {
        return new Refusal("Command is not valid in this state.");
    }

    static Refusal badArgument() {
        return new Refusal("Protocol error. 18");
    }

    static Refusal badCommand() {
        return new Refusal("Protocol error. 14");
    }

    /// What a fault wants to be answered, which it may have put in IMAP's words.
    static Refusal wanted(Fault.Answer answer) {
        return new Refusal(answer.text().replaceFirst("^(?:BAD|NO|-ERR) ", ""));
    }

    String line() {
        return "-ERR " + getMessage();
    }
}
