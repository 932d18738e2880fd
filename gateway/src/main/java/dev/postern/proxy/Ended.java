package dev.postern.proxy;

/// Why a session ended in which octets were passed on.
enum Ended {
    CLIENT("the client ended it"),
    SERVER("the server ended it"),
    CLIENT_LOST("the connection to the client failed"),
    SERVER_LOST("the connection to the server failed"),
    IDLE("nothing was said for too long"),
    STUCK("one side did not take what the other sent"),
    HALF("one side had ended, and the other did not"),
    STOPPED("the service stops");

    private final String words;

    Ended(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
