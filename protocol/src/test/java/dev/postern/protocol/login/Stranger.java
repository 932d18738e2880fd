package dev.postern.protocol.login;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.script.CannedSocket;
import dev.postern.protocol.script.Invariant;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.TlsOffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What the targets of `bench/fuzz` for the three logins share: whatever a client says, every reply
/// is one, nobody comes in with less than a name and the password, the attempts are counted, and
/// the next server gets exactly what the client has said after signing in.
final class Stranger {

    static final List<String> CAPABILITIES = List.of("PIPELINING", "8BITMIME", "UIDL");
    static final LoginRules RULES =
            new LoginRules(
                    "gate.example.cz",
                    new TlsOffer.None(),
                    true,
                    new LoginRules.Limits(300, 100, 20, 6, 3),
                    LoginRules.Deadlines.USUAL);

    private static final int HEARD_MAX = 64 * 1024;

    private final String reply;
    private int attempts;

    /// @param reply how a line looks that the server may say
    Stranger(String reply) {
        this.reply = reply;
    }

    void run(byte[] input, RunningLogin.Opening opening) {
        CannedSocket client = new CannedSocket(input, input.length % 3 == 0 ? 1 : 1 + input.length);
        try (Login login = opening.open(client)) {
            while (login.next() instanceof Login.Turn.SignIn(Credentials credentials)) {
                signIn(login, credentials, input);
            }
        } catch (IOException e) {
            holds(Invariant.isPrintable(String.valueOf(e.getMessage())), "told: " + e.getMessage());
        }
        holds(client.isClosed(), "the connection is left open");
        byte[] heard = client.heard();
        holds(heard.length < HEARD_MAX, () -> "said " + heard.length + " octets");
        for (String line : Invariant.lines(heard)) {
            holds(line.matches(reply), () -> "not a reply: " + line);
        }
    }

    private void signIn(Login login, Credentials credentials, byte[] input) throws IOException {
        holds(!credentials.user().isEmpty(), "nobody signs in");
        holds(++attempts <= RULES.limits().refusals(), "more attempts than there may be");
        if (!new String(credentials.password(), StandardCharsets.UTF_8).equals("secret")) {
            Refusal.Kind[] kinds = Refusal.Kind.values();
            login.refuse(new Refusal(kinds[attempts % kinds.length], "Not you"));
            return;
        }
        Leg leg = login.admit(CAPABILITIES);
        try (var layer = leg.layer()) {
            byte[] rest = layer.getInputStream().readAllBytes();
            byte[] passed = Arrays.copyOf(leg.unread(), leg.unread().length + rest.length);
            System.arraycopy(rest, 0, passed, leg.unread().length, rest.length);
            byte[] end = Arrays.copyOfRange(input, input.length - passed.length, input.length);
            holds(Arrays.equals(passed, end), "other octets than the client's");
            int before = input.length - passed.length;
            holds(
                    before >= 2 && input[before - 1] == '\n' && input[before - 2] == '\r',
                    "in a line");
        }
        throw new IOException("let in");
    }
}
