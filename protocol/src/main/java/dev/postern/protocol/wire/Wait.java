package dev.postern.protocol.wire;

/// What can keep us waiting for a peer.
public enum Wait {
    CONNECT("to accept the connection"),
    HANDSHAKE("to finish the TLS handshake"),
    GREETING("to send its greeting"),
    REPLY("to send a whole line of its reply"),
    SILENCE("to go on with the data it had begun to send"),
    PACE("to send its data at the least acceptable pace"),
    WRITE("to take what we sent"),
    ACCEPTANCE("to say whether it took the message"),
    VISIT("to let us finish the visit");

    private final String words;

    Wait(String words) {
        this.words = words;
    }

    /// What the peer should have done, to follow "we waited for it".
    String words() {
        return words;
    }
}
