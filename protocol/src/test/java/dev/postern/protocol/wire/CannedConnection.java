package dev.postern.protocol.wire;

import dev.postern.protocol.script.CannedSocket;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/// A client's connection to a server of which all that it says is known beforehand.
public final class CannedConnection {

    private CannedConnection() {}

    public static Connection to(CannedSocket server, Dialogue dialogue) throws IOException {
        try {
            return Connection.over(
                    server,
                    System.nanoTime(),
                    new Endpoint("mail.example.cz", 1, Security.NONE),
                    SSLContext.getDefault(),
                    Deadlines.USUAL,
                    dialogue);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
