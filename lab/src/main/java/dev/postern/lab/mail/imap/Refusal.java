package dev.postern.lab.mail.imap;

/// A command that ends with NO or BAD. The message is what follows the tag.
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    Refusal(String answer) {
        super(answer, null, false, false);
    }

    /// What Exchange says to arguments it cannot read.
    static Refusal badArgument() {
        return new Refusal("BAD Command Argument Error. 12");
    }

    /// What Exchange says to a verb it does not know, or not in this state.
    static Refusal badCommand() {
        return new Refusal("BAD Command Error. 10");
    }

    String answer() {
        return String.valueOf(getMessage());
    }
}
