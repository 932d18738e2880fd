package dev.postern.app;

import dev.postern.config.HostPort;
import dev.postern.control.SendReport;
import dev.postern.control.UnusableException;
import dev.postern.control.Via;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.sasl.Login;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.Password;
import dev.postern.protocol.sasl.Plain;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.protocol.smtp.Transaction;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;

/// Sends one message by SMTP to a server, as a client of it.
final class SendByServer {

    private SendByServer() {}

    static SendReport send(OutgoingMail mail, Via via) throws IOException {
        Endpoint endpoint = endpoint(via);
        try (SmtpClient client =
                        SmtpClient.connect(
                                endpoint,
                                Trust.of(via.trust()),
                                "[" + InetAddress.getLoopbackAddress().getHostAddress() + "]",
                                SmtpClient.DEADLINES,
                                Dialogue.UNHEARD);
                InputStream message = new BufferedInputStream(Files.newInputStream(mail.file()))) {
            if (via.user().isPresent()) {
                signIn(client, via.user().get(), via);
            }
            SendReport report =
                    report(endpoint, mail, client.send(mail.envelope(), mail.size(), message));
            client.quit();
            return report;
        }
    }

    private static Endpoint endpoint(Via via) throws UnusableException {
        try {
            HostPort server = HostPort.parse(via.server());
            return new Endpoint(
                    server.host(),
                    server.port(),
                    switch (via.security()) {
                        case NONE -> Security.NONE;
                        case STARTTLS -> Security.STARTTLS;
                        case IMPLICIT -> Security.IMPLICIT;
                    });
        } catch (IllegalArgumentException e) {
            throw new UnusableException(
                    "'%s' is not a server such as postern.example.cz:587: %s."
                            .formatted(via.server(), e.getMessage()));
        }
    }

    private static void signIn(SmtpClient client, Via.User user, Via via) throws IOException {
        if (via.security() == Via.Security.NONE
                && !InetAddress.getByName(endpoint(via).host()).isLoopbackAddress()) {
            throw new UnusableException(
                    "The password would go to %s in clear. Use --tls starttls or --tls implicit."
                            .formatted(via.server()));
        }
        List<String> lines = Files.readAllLines(user.password());
        if (lines.isEmpty() || lines.getFirst().isEmpty()) {
            throw new UnusableException(
                    "The first line of %s is empty.".formatted(user.password()));
        }
        Password password = new Password(lines.getFirst());
        Mechanism mechanism =
                client.extensions().mechanisms().contains("PLAIN")
                        ? new Plain(user.name(), password)
                        : new Login(user.name(), password);
        SignIn came = client.authenticate(mechanism).signIn();
        String words =
                switch (came) {
                    case SignIn.Accepted _ -> "";
                    case SignIn.Refused(var text, _) -> "refused: " + text;
                    case SignIn.NotOffered(var offered) ->
                            "it takes no passwords here; it offers " + String.join(" ", offered);
                    case SignIn.Throttled(var text, _) -> "not now: " + text;
                    case SignIn.Unavailable(var text) -> "not now: " + text;
                };
        if (!words.isEmpty()) {
            throw new UnusableException(
                    "Signing in to %s as %s: %s".formatted(via.server(), user.name(), words));
        }
    }

    private static SendReport report(Endpoint server, OutgoingMail mail, Transaction came) {
        List<String> refused =
                came.refused().stream()
                        .map(one -> one.recipient().address() + " (" + words(one.reply()) + ")")
                        .toList();
        List<String> taken =
                mail.envelope().recipients().stream()
                        .filter(one ->
                                came.refused().stream()
                                        .noneMatch(other -> other.recipient().equals(one)))
                        .map(one -> one.address().toString())
                        .toList();
        return switch (came.end()) {
            case Transaction.End.Accepted(Reply reply) ->
                    new SendReport(
                            refused.isEmpty(),
                            false,
                            "",
                            "",
                            taken,
                            server
                                    + " took it: "
                                    + words(reply)
                                    + (refused.isEmpty()
                                            ? ""
                                            : "; but not for " + String.join(", ", refused)));
            case Transaction.End.Refused(var stage, Reply reply) ->
                    refused(server + " refused it at " + stage + ": " + words(reply), reply);
            case Transaction.End.NobodyLeft() ->
                    new SendReport(
                            false,
                            came.refused().stream().anyMatch(one -> later(one.reply())),
                            "",
                            "",
                            List.of(),
                            server + " refused every recipient: " + String.join(", ", refused));
            case Transaction.End.Unheard(IOException cause) ->
                    new SendReport(
                            false,
                            true,
                            "",
                            "",
                            List.of(),
                            "All was sent to "
                                    + server
                                    + ", but its answer never came ("
                                    + cause.getMessage()
                                    + "): perhaps it took the message.");
            case Transaction.End.Unsuitable(EnhancedStatus status, String reason) ->
                    new SendReport(
                            false,
                            false,
                            "",
                            "",
                            List.of(),
                            server + " cannot take it: " + reason + " (" + status + ")");
        };
    }

    private static SendReport refused(String words, Reply reply) {
        return new SendReport(false, later(reply), "", "", List.of(), words);
    }

    private static boolean later(Reply reply) {
        return !reply.permanentFailure();
    }

    private static String words(Reply reply) {
        return reply.code()
                + reply.status().map(status -> " " + status).orElse("")
                + " "
                + String.join(" ", reply.lines());
    }
}
