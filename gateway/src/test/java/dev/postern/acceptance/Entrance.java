package dev.postern.acceptance;

import dev.postern.submission.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A protocol by which clients come to the proxy of a [ProxyScene], and how each reply to a sign-in
/// begins in it.
enum Entrance {
    IMAP("l OK", "l NO [AUTHENTICATIONFAILED]", "l NO [AUTHORIZATIONFAILED]", "l NO [LIMIT]"),
    POP3("+OK", "-ERR [AUTH]", "-ERR [AUTH] This account may not", "-ERR [LOGIN-DELAY]"),
    SMTP("235", "535 5.7.8", "535 5.7.1", "454 4.7.0");

    final String welcome;
    final String wrong;
    final String notAllowed;
    final String tooMuch;

    Entrance(String welcome, String wrong, String notAllowed, String tooMuch) {
        this.welcome = welcome;
        this.wrong = wrong;
        this.notAllowed = notAllowed;
        this.tooMuch = tooMuch;
    }

    /// A client that has been greeted.
    Client client(ProxyScene scene) throws IOException {
        return switch (this) {
            case IMAP -> scene.client();
            case POP3 -> {
                Client client = new Client(scene.pop3Port);
                client.hear("+OK");
                yield client;
            }
            case SMTP -> {
                Client client = new Client(scene.smtpPort);
                client.hear("220");
                client.ask("EHLO client.example.cz", "250");
                yield client;
            }
        };
    }

    /// Signs in.
    ///
    /// @return the reply
    String signIn(Client client, String user, String password) throws IOException {
        return switch (this) {
            case IMAP -> ProxyScene.login(client, user, password);
            case POP3 -> {
                client.ask("USER " + user, "+OK");
                yield client.ask("PASS " + password, "");
            }
            case SMTP -> client.ask("AUTH PLAIN " + base64("\0" + user + "\0" + password), "");
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
