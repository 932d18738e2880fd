package dev.postern.proxy;

import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.LoginRules;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.smtp.Authenticated;
import dev.postern.protocol.smtp.Extensions;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.protocol.smtp.SmtpLogin;
import dev.postern.protocol.smtp.TurnedAwayException;
import dev.postern.protocol.wire.BackOff;
import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// SMTP for submission (RFC 6409).
///
/// When a client goes on, the server has heard our EHLO and the sign-in. Nothing in RFC 4954 has a
/// client say EHLO again after it has signed in, and most do not: so they hear before what the
/// server could do last.
final class SmtpDialect implements Dialect {

    /// SMTP AUTH is switched off for the tenant or the mailbox, or a policy forbids it; passwords
    /// are no longer taken. Another token will not do either.
    private static final Set<String> FORBIDDEN = Set.of("5.7.139", "5.7.30", "5.7.57");

    /// As Exchange Online has it.
    private final Offer offer =
            new Offer(
                    List.of(
                            "SIZE 157286400",
                            "PIPELINING",
                            "DSN",
                            "ENHANCEDSTATUSCODES",
                            "8BITMIME",
                            "BINARYMIME",
                            "CHUNKING",
                            "SMTPUTF8"),
                    List.of("DELIVERBY", "FUTURERELEASE", "MT-PRIORITY", "LIMITS"));

    @Override
    public String name() {
        return "SMTP";
    }

    @Override
    public Login answer(Socket accepted, LoginRules rules) throws IOException {
        return SmtpLogin.open(accepted, rules, offer::lines);
    }

    /// RFC 5321 §3.8.
    @Override
    public String parting() {
        return "421 4.3.2 The service is stopping; try again later\r\n";
    }

    @Override
    public String crowded() {
        return "421 4.7.0 Too many sessions; try again later\r\n";
    }

    @Override
    public Joining join(Upstream upstream, String mailbox, AccessToken token) throws IOException {
        try (SmtpClient client =
                SmtpClient.connect(
                        upstream.endpoint(),
                        upstream.trust(),
                        upstream.name(),
                        upstream.deadlines(),
                        Dialogue.UNHEARD)) {
            List<String> extensions = lines(client.extensions());
            Optional<Joining> obstacle = obstacle(client.authenticate(new XOAuth2(mailbox, token)));
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            offer.renew(extensions);
            return new Joining.Joined(client.detach(), extensions);
        } catch (TurnedAwayException e) {
            String words = e.reply().toString();
            return BackOff.throttled(words)
                    ? new Joining.Throttled(words, BackOff.suggested(words))
                    : new Joining.Unavailable(words);
        }
    }

    private static Optional<Joining> obstacle(Authenticated authenticated) {
        boolean forbidden =
                authenticated.signIn() instanceof SignIn.Refused
                        && authenticated
                                .reply()
                                .flatMap(Reply::status)
                                .filter(status -> FORBIDDEN.contains(status.toString()))
                                .isPresent();
        return forbidden
                ? authenticated.reply().map(reply -> new Joining.NoAccess(reply.toString()))
                : Joining.obstacle(authenticated.signIn());
    }

    private static List<String> lines(Extensions extensions) {
        return extensions.keywords().entrySet().stream()
                .map(one -> (one.getKey() + " " + one.getValue()).strip())
                .sorted()
                .toList();
    }
}
