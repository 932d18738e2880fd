package dev.postern.protocol.pop3;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.script.CannedSocket;
import dev.postern.protocol.script.Invariant;
import dev.postern.protocol.wire.CannedConnection;
import dev.postern.protocol.wire.Pending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A target of `bench/fuzz`: whatever a server answers, the client fails with an [IOException] at
/// most, says nothing but lines, tells nobody its token, and takes a message for received only with
/// its final dot.
public final class Pop3CollectingFuzz {

    private static final XOAuth2 MECHANISM =
            new XOAuth2("razr@example.cz", new AccessToken("eyJ0.fuzz-token.signed"));

    private Pop3CollectingFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        CannedSocket server = new CannedSocket(input, input.length % 3 == 0 ? 1 : 1 + input.length);
        StringBuilder overheard = new StringBuilder();
        try (Pop3Client client =
                Pop3Client.greeted(CannedConnection.to(server, Invariant.overhearing(overheard)))) {
            visit(client, overheard, new String(input, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            overheard.append(e.getMessage());
        }
        holds(server.isClosed(), "the connection is left open");
        Invariant.keepsSecret("fuzz-token", input, overheard);
        for (String line : Invariant.lines(server.heard())) {
            holds(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), () -> "not a command: " + line);
        }
    }

    private static void visit(Pop3Client client, StringBuilder overheard, String said)
            throws IOException {
        holds(Invariant.isPrintable(client.greeting()), client::greeting);
        overheard.append(client.authenticate(MECHANISM));
        overheard.append(client.capabilities());
        if (client.stat().await()
                instanceof Answer.Given<Maildrop>(Maildrop(long n, long octets))) {
            holds(n >= 0 && octets >= 0, "less than nothing");
        }
        if (client.list().await() instanceof Answer.Given<List<Listed>>(var listed)) {
            holds(listed.stream().allMatch(one -> one.number() > 0), listed::toString);
        }
        if (client.uidl().await() instanceof Answer.Given<List<UniqueId>>(var listed)) {
            holds(
                    listed.stream().allMatch(one -> Invariant.isPrintable(one.id())),
                    "an id of lines");
        }
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        Pending<Answer<Long>> one = client.retrieve(1, first::write);
        Pending<Answer<Long>> two = client.retrieve(2, second::write);
        received(one.await(), first, said);
        received(two.await(), second, said);
        overheard.append(client.delete(1).await()).append(client.quit());
    }

    private static void received(Answer<Long> answer, ByteArrayOutputStream message, String said) {
        switch (answer) {
            case Answer.Given<Long>(Long octets) -> {
                holds(octets == message.size(), "a part for the whole");
                String text = message.toString(StandardCharsets.ISO_8859_1);
                holds(text.isEmpty() || text.endsWith("\r\n"), () -> "cut: " + text);
                String unstuffed = ("\r\n" + said).replace("\r\n.", "\r\n");
                holds(unstuffed.contains(text + "\r\n"), () -> "not said: " + text);
            }
            case Answer.Denied<Long> _ -> holds(message.size() == 0, "denied and given");
        }
    }
}
