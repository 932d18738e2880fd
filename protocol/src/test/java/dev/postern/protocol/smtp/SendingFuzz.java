package dev.postern.protocol.smtp;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.script.CannedSocket;
import dev.postern.protocol.script.Invariant;
import dev.postern.protocol.smtp.Transaction.End;
import dev.postern.protocol.wire.CannedConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A target of `bench/fuzz`: whatever a server answers, the client fails with an [IOException] at
/// most, says nothing but lines, tells nobody its token, and takes a message for delivered only if
/// it has sent all of it.
public final class SendingFuzz {

    private static final XOAuth2 MECHANISM =
            new XOAuth2("scanner@example.cz", new AccessToken("eyJ0.fuzz-token.signed"));
    private static final byte[] MESSAGE =
            "Subject: dots\r\n\r\n.\r\n..\r\nbare\rbare\n.\nend".getBytes(StandardCharsets.UTF_8);
    private static final Envelope ENVELOPE =
            new Envelope(
                    Optional.of(AddrSpec.of("scanner@example.cz")),
                    List.of(
                            Recipient.of(AddrSpec.of("anna@example.cz")),
                            Recipient.of(AddrSpec.of("běta@example.cz"))),
                    Envelope.Options.NONE);

    private SendingFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        CannedSocket server = new CannedSocket(input, input.length % 3 == 0 ? 1 : 1 + input.length);
        StringBuilder overheard = new StringBuilder();
        Optional<End> end = Optional.empty();
        try (SmtpClient client =
                SmtpClient.greeted(
                        CannedConnection.to(server, Invariant.overhearing(overheard)),
                        "gate.example.cz")) {
            check(client.greeting(), overheard);
            overheard.append(client.extensions()).append(client.extensions().sizeMax());
            SignIn signIn = client.authenticate(MECHANISM).signIn();
            overheard.append(signIn);
            holds(Invariant.isPrintable(signIn.toString()), signIn::toString);
            Transaction transaction =
                    client.send(ENVELOPE, MESSAGE.length, new ByteArrayInputStream(MESSAGE));
            end = Optional.of(transaction.end());
            check(transaction, overheard);
            client.quit();
        } catch (IOException e) {
            overheard.append(e.getMessage());
        }
        holds(server.isClosed(), "the connection is left open");
        Invariant.keepsSecret("fuzz-token", input, overheard);
        sent(Invariant.lines(server.heard()), end);
    }

    private static void check(Transaction transaction, StringBuilder overheard) {
        holds(transaction.refused().size() <= 2, "more refused than asked");
        transaction.refused().forEach(one -> check(one.reply(), overheard));
        switch (transaction.end()) {
            case End.Accepted(Reply reply) -> {
                holds(reply.positive(), reply::toString);
                holds(transaction.refused().size() < 2, "taken for nobody");
                check(reply, overheard);
            }
            case End.Refused(_, Reply reply) -> {
                holds(!reply.positive(), reply::toString);
                check(reply, overheard);
            }
            case End.NobodyLeft() -> holds(transaction.refused().size() == 2, "somebody is left");
            case End.Unheard(IOException cause) -> overheard.append(cause.getMessage());
            case End.Unsuitable(_, String reason) -> overheard.append(reason);
        }
    }

    private static void check(Reply reply, StringBuilder overheard) {
        holds(Invariant.isPrintable(reply.toString()), reply::toString);
        overheard.append(reply);
    }

    /// All that was said; what follows DATA ends with the first dot that stands alone.
    private static void sent(String[] lines, Optional<End> end) {
        int dots = 0;
        boolean content = false;
        for (String line : lines) {
            if (line.equals(".")) {
                dots++;
                content = false;
            } else if (line.startsWith("Subject:")) {
                content = true;
            } else if (!content) {
                holds(
                        line.isEmpty() || line.matches("[A-Z]{4,8}( .*)?|[A-Za-z0-9+/=*]+"),
                        () -> "not a command: " + line);
            }
        }
        holds(dots <= 1, "more than one message");
        if (end.isPresent()
                && (end.get() instanceof End.Accepted || end.get() instanceof End.Unheard)) {
            holds(dots == 1, "not all was sent");
        }
    }
}
