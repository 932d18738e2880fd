package dev.postern.delivery.smtp;

import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.protocol.smtp.Transaction;
import dev.postern.token.Claims;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A signed-in session, and how long it may be kept. Used by one thread at a time.
final class Session {

    private final String mailbox;
    private final SmtpClient client;
    private final Optional<Claims> claims;
    private final Instant renewBefore;
    private int sent;
    private long restingSince;

    /// @param mailbox who signed in; empty if nobody did
    /// @param claims what the token it was opened with says of itself; empty without one
    /// @param renewBefore when that token, or the session itself, gets too old
    Session(String mailbox, SmtpClient client, Optional<Claims> claims, Instant renewBefore) {
        this.mailbox = mailbox;
        this.claims = claims;
        this.client = client;
        this.renewBefore = renewBefore;
    }

    String mailbox() {
        return mailbox;
    }

    Optional<Claims> claims() {
        return claims;
    }

    Transaction send(Envelope envelope, long octets, InputStream message) throws IOException {
        sent++;
        return client.send(envelope, octets, message);
    }

    /// Whether another message may be sent in it.
    boolean good(SmtpWay.Keeping keeping, Instant now) {
        return client.usable() && sent < keeping.messages() && now.isBefore(renewBefore);
    }

    /// It rests from this moment, of [System#nanoTime].
    void rest(long now) {
        restingSince = now;
    }

    /// When it has rested long enough, of [System#nanoTime].
    long restsUntil(Duration idle) {
        return restingSince + idle.toNanos();
    }

    /// Takes leave of the server, within seconds.
    void quit() {
        client.quit();
    }

    /// Hangs up at once.
    void hangUp() {
        client.close();
    }
}
