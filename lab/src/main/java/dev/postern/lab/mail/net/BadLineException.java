package dev.postern.lab.mail.net;

/// A client's line that the protocol does not allow. The session goes on with the next one.
public final class BadLineException extends Exception {

    private static final long serialVersionUID = 1;

    BadLineException(String what) {
        super("The line has " + what);
    }
}
