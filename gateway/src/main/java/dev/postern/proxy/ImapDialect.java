package dev.postern.proxy;

import dev.postern.protocol.imap.Answer;
import dev.postern.protocol.imap.Capabilities;
import dev.postern.protocol.imap.Completion;
import dev.postern.protocol.imap.ImapClient;
import dev.postern.protocol.imap.ImapLogin;
import dev.postern.protocol.imap.SessionEndedException;
import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.LoginRules;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.Socket;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// IMAP (RFC 3501).
///
/// Exchange Online accepts a good token for any mailbox, and says only at the next command that
/// there is none behind it. So that command is ours, and the client hears of the outcome of both.
final class ImapDialect implements Dialect {

    private static final String REVISION = "IMAP4REV";

    @Override
    public String name() {
        return "IMAP";
    }

    @Override
    public Login answer(Socket accepted, LoginRules rules) throws IOException {
        return ImapLogin.open(accepted, rules);
    }

    @Override
    public String parting() {
        return "* BYE [UNAVAILABLE] The service is stopping; try again later\r\n";
    }

    @Override
    public String crowded() {
        return "* BYE [UNAVAILABLE] Too many sessions; try again later\r\n";
    }

    @Override
    public Joining join(Upstream upstream, String mailbox, AccessToken token) throws IOException {
        try (ImapClient client =
                ImapClient.connect(
                        upstream.endpoint(),
                        upstream.trust(),
                        upstream.deadlines(),
                        Dialogue.UNHEARD)) {
            if (client.preauthenticated()) {
                return new Joining.Unfit("the server signed us in before it knew who we are");
            }
            Optional<Joining> obstacle =
                    Joining.obstacle(client.authenticate(new XOAuth2(mailbox, token)));
            return obstacle.isPresent() ? obstacle.get() : opened(client);
        } catch (SessionEndedException e) {
            return switch (e.reason()) {
                case THROTTLED -> new Joining.Throttled(e.text(), e.backOff());
                case TOKEN_EXPIRED -> new Joining.TokenRefused(e.text());
                case UNAVAILABLE, BYE -> new Joining.Unavailable(e.text());
            };
        }
    }

    /// Whether the mailbox is really there.
    private static Joining opened(ImapClient client) throws IOException {
        Capabilities capabilities = client.capabilities();
        Optional<Completion.Failure> failure =
                capabilities.has("NAMESPACE")
                        ? failure(client.namespace().await())
                        : failure(client.noop().await());
        return failure.isPresent()
                ? denied(failure.get())
                : new Joining.Joined(client.detach(), names(capabilities));
    }

    private static Optional<Completion.Failure> failure(Answer<String> answer) {
        return answer instanceof Answer.Denied<String>(Completion.Failure failure)
                ? Optional.of(failure)
                : Optional.empty();
    }

    private static Optional<Completion.Failure> failure(Completion completion) {
        return completion instanceof Completion.Failure failure
                ? Optional.of(failure)
                : Optional.empty();
    }

    private static Joining denied(Completion.Failure failure) {
        return switch (failure) {
            case Completion.NotConnected(String text) -> new Joining.NoAccess(text);
            case Completion.Throttled(String text, var backOff) ->
                    new Joining.Throttled(text, backOff);
            case Completion.No(var _, String text) -> new Joining.Unavailable(text);
            case Completion.Bad(var _, String text) -> new Joining.Unavailable(text);
        };
    }

    /// The revision first, spelt as clients know it.
    private static List<String> names(Capabilities capabilities) {
        return capabilities.names().stream()
                .sorted(
                        Comparator.comparing((String name) -> !name.startsWith(REVISION))
                                .thenComparing(Comparator.naturalOrder()))
                .map(name -> name.startsWith(REVISION) ? name.replace("REV", "rev") : name)
                .toList();
    }
}
