package dev.postern.proxy;

import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.LoginRules;
import dev.postern.protocol.pop3.Capabilities;
import dev.postern.protocol.pop3.Pop3Client;
import dev.postern.protocol.pop3.Pop3Login;
import dev.postern.protocol.pop3.Refusal;
import dev.postern.protocol.pop3.TurnedAwayException;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.wire.Dialogue;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/// POP3 (RFC 1939).
///
/// Many clients ask for capabilities before they sign in and never again (RFC 2449 §5), so what the
/// server could do last is what the next client hears.
final class Pop3Dialect implements Dialect {

    /// Exchange Online knows TOP and UIDL and nothing else.
    private final Offer offer =
            new Offer(List.of("TOP", "UIDL"), List.of("PIPELINING", "EXPIRE", "LOGIN-DELAY"));

    @Override
    public String name() {
        return "POP3";
    }

    @Override
    public Login answer(Socket accepted, LoginRules rules) throws IOException {
        return Pop3Login.open(accepted, rules, offer::lines);
    }

    /// A POP3 server says nothing unasked.
    @Override
    public String parting() {
        return "";
    }

    @Override
    public String crowded() {
        return "-ERR [SYS/TEMP] Too many sessions; try again later\r\n";
    }

    @Override
    public Joining join(Upstream upstream, String mailbox, AccessToken token) throws IOException {
        try (Pop3Client client =
                Pop3Client.connect(
                        upstream.endpoint(),
                        upstream.trust(),
                        upstream.deadlines(),
                        Dialogue.UNHEARD)) {
            List<String> capabilities = lines(client.capabilities());
            Optional<Joining> obstacle =
                    Joining.obstacle(client.authenticate(new XOAuth2(mailbox, token)));
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            offer.renew(capabilities);
            return new Joining.Joined(client.detach(), capabilities);
        } catch (TurnedAwayException e) {
            Refusal refusal = e.refusal();
            return refusal.throttled()
                    ? new Joining.Throttled(refusal.toString(), refusal.backOff())
                    : new Joining.Unavailable(refusal.toString());
        }
    }

    private static List<String> lines(Capabilities capabilities) {
        return capabilities.tags().entrySet().stream()
                .map(tag -> (tag.getKey() + " " + tag.getValue()).strip())
                .sorted()
                .toList();
    }
}
