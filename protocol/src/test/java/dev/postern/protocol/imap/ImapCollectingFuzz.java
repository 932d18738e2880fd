package dev.postern.protocol.imap;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.script.CannedSocket;
import dev.postern.protocol.script.Invariant;
import dev.postern.protocol.wire.CannedConnection;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// A target of `bench/fuzz`: whatever a server answers, the client fails with an [IOException] at
/// most, says nothing but lines, tells nobody its token, and takes a message for received only if
/// it was asked for and all of it has come, once.
public final class ImapCollectingFuzz {

    private static final UidSet ASKED = UidSet.parse("1:4,7,2000");
    private static final XOAuth2 MECHANISM =
            new XOAuth2("razr@example.cz", new AccessToken("eyJ0.fuzz-token.signed"));

    private ImapCollectingFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        CannedSocket server = new CannedSocket(input, input.length % 3 == 0 ? 1 : 1 + input.length);
        StringBuilder overheard = new StringBuilder();
        try (ImapClient client =
                ImapClient.greeted(CannedConnection.to(server, Invariant.overhearing(overheard)))) {
            visit(client, overheard, input.length);
        } catch (IOException e) {
            overheard.append(e.getMessage());
        }
        holds(server.isClosed(), "the connection is left open");
        Invariant.keepsSecret("fuzz-token", input, overheard);
        for (String line : Invariant.lines(server.heard())) {
            // Beyond ASCII only what is searched for, in a literal.
            holds(
                    line.chars().allMatch(c -> c >= ' ' && c != 0x7f),
                    () -> "not a command: " + line);
        }
    }

    private static void visit(ImapClient client, StringBuilder overheard, int kind)
            throws IOException {
        holds(Invariant.isPrintable(client.greeting()), client::greeting);
        overheard.append(client.authenticate(MECHANISM));
        overheard.append(client.select("Doručená pošta").await());
        switch (kind % 4) {
            case 0 -> search(client, overheard);
            case 1 -> describe(client, overheard);
            case 2 -> list(client, overheard);
            default -> {
                // Straight to the bodies.
            }
        }
        Bodies bodies = new Bodies();
        Pending<FetchOutcome> fetching = client.fetch(ASKED, bodies);
        Pending<FetchOutcome> another = client.fetch(UidSet.parse("9"), bodies);
        check(fetching.await(), ASKED, bodies);
        check(another.await(), UidSet.parse("9"), bodies);
        overheard.append(client.idle(Duration.ofMillis(1)));
        client.logout();
    }

    private static void search(ImapClient client, StringBuilder overheard) throws IOException {
        if (client.search(SearchKey.from(7)).await() instanceof Answer.Given<UidSet>(var found)) {
            holds(found.isEmpty() || found.first() >= 7, () -> "not asked for: " + found);
            holds(UidSet.parse(found.toString()).equals(found), found::toString);
        }
        overheard.append(client.search(SearchKey.header("Subject", "š\"{3}")).await());
    }

    private static void describe(ImapClient client, StringBuilder overheard) throws IOException {
        if (client.overview(ASKED).await() instanceof Answer.Given<?>(var list)) {
            overheard.append(list);
        }
        if (client.identities(ASKED).await() instanceof Answer.Given<?>(var list)) {
            overheard.append(list);
        }
        overheard.append(client.copy(ASKED, "Archive").await());
    }

    private static void list(ImapClient client, StringBuilder overheard) throws IOException {
        overheard.append(client.list("*").await()).append(client.namespace().await());
        overheard.append(client.capabilities()).append(client.addFlags(ASKED, "\\Seen").await());
    }

    private static void check(FetchOutcome outcome, UidSet asked, Bodies bodies) {
        outcome.arrived()
                .forEach(uid -> holds(bodies.whole.contains(uid), "arrived without body: " + uid));
        holds(outcome.arrived().minus(asked).isEmpty(), () -> "not asked for: " + outcome);
        holds(outcome.missing().minus(asked).isEmpty(), () -> "not asked for: " + outcome);
        holds(outcome.arrived().plus(outcome.missing()).equals(asked), outcome::toString);
        holds(outcome.arrived().minus(outcome.missing()).equals(outcome.arrived()), "both");
    }

    /// Counts what comes.
    private static final class Bodies implements BodyReceiver {

        private final Set<Long> whole = new HashSet<>();
        private long announced = -1;
        private long got;

        @Override
        public Sink begin(long octets) {
            holds(announced < 0, "a body within a body");
            announced = octets;
            got = 0;
            return (bytes, from, count) -> got += count;
        }

        @Override
        public void end(Fetched fetched) {
            switch (fetched) {
                case Fetched.Message(long uid, _, _, long octets) -> {
                    holds(octets == announced && octets == got, "a part for the whole");
                    holds(octets > 0, "nothing for a message");
                    holds(whole.add(uid), "twice: " + uid);
                }
                case Fetched.Empty _ -> holds(announced < 0, "a body and none");
                case Fetched.Stray(_, long octets, _) -> holds(octets == announced, "a part");
            }
            announced = -1;
        }
    }
}
