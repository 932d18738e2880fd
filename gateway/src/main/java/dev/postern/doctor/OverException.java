package dev.postern.doctor;

/// A step failed without which the rest of the chain makes no sense; the chart tells which.
final class OverException extends Exception {

    private static final long serialVersionUID = 1L;

    OverException() {
        super("the chain ends here", null, false, false);
    }
}
