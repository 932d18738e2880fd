package dev.postern.proxy;

import dev.postern.account.Peer;
import dev.postern.event.Event;
import dev.postern.listen.Host;
import dev.postern.protocol.login.Farewell;
import dev.postern.protocol.login.Login;
import dev.postern.protocol.login.Refusal;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.SessionEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// One client: let in, joined to its mailbox, and heard of no more.
///
/// [#hold] is for the session's thread, the rest for any.
final class ProxySession implements Host.Session {

    private static final Refusal STOPPING =
            new Refusal(Refusal.Kind.UNAVAILABLE, Farewell.RETIRED.words());

    private final InetAddress client;
    private final Joiner joiner;
    private final ProxyListener.Surroundings around;

    /// Until the client is joined to its mailbox; nothing of it is needed after that.
    private volatile @Nullable Login login;

    /// From then on.
    private volatile @Nullable Splice splice;

    private volatile boolean retiring;

    ProxySession(
            Login login, InetAddress client, Joiner joiner, ProxyListener.Surroundings around) {
        this.login = login;
        this.client = client;
        this.joiner = joiner;
        this.around = around;
    }

    /// A client that has got its mailbox.
    private record Pair(
            Leg client,
            Leg server,
            String account,
            String mailbox,
            Runnable release,
            Instant since) {}

    /// Of the dialogue nothing is held while octets are passed on, not even on the stack: such
    /// sessions are many, and last.
    @Override
    public void hold() {
        enter().ifPresent(this::passOn);
    }

    private Optional<Pair> enter() {
        Login dialogue = login;
        return dialogue == null ? Optional.empty() : enter(dialogue);
    }

    private Optional<Pair> enter(Login dialogue) {
        try (dialogue) {
            while (true) {
                switch (dialogue.next()) {
                    case Login.Turn.Over(SessionEnd end) -> {
                        over(end.detail().isEmpty() ? end.cause().name() : end.detail());
                        return Optional.empty();
                    }
                    case Login.Turn.SignIn(Credentials credentials) -> {
                        Optional<Pair> pair = signIn(dialogue, credentials);
                        if (pair.isPresent()) {
                            return pair;
                        }
                    }
                }
            }
        } catch (IOException e) {
            over(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            over(Ended.STOPPED.words());
        }
        return Optional.empty();
    }

    private void over(String end) {
        around.events().report(new Event.SessionOver(entry(), client.getHostAddress(), 0, end));
    }

    private String entry() {
        return joiner.profile().place().entry();
    }

    private Optional<Pair> signIn(Login dialogue, Credentials credentials)
            throws IOException, InterruptedException {
        switch (joiner.open(peer(dialogue, credentials.mechanism()), credentials)) {
            case Joiner.Outcome.Refused(Refusal refusal) -> {
                dialogue.refuse(refusal);
                return Optional.empty();
            }
            case Joiner.Outcome.Open open -> {
                return admit(dialogue, open);
            }
        }
    }

    private Optional<Pair> admit(Login dialogue, Joiner.Outcome.Open open) throws IOException {
        boolean admitted = false;
        try {
            if (retiring) {
                dialogue.refuse(STOPPING);
                return Optional.empty();
            }
            Leg leg = dialogue.admit(open.joined().capabilities());
            admitted = true;
            return Optional.of(
                    new Pair(
                            leg,
                            open.joined().leg(),
                            open.account(),
                            open.mailbox(),
                            open.release(),
                            around.clock().instant()));
        } finally {
            if (!admitted) {
                open.joined().leg().tcp().close();
                open.release().run();
            }
        }
    }

    private Peer peer(Login dialogue, String mechanism) {
        Optional<String> tls = dialogue.tlsSession().map(SSLSession::getProtocol);
        return new Peer(
                client,
                dialogue.hello(),
                joiner.dialect().name() + (tls.isPresent() ? "S" : ""),
                tls,
                Optional.of(mechanism),
                entry());
    }

    private void passOn(Pair pair) {
        login = null;
        Splice joined =
                new Splice(
                        pair.client(),
                        pair.server(),
                        Splice.Patience.idle(joiner.profile().limits().idle()),
                        around.buffers());
        splice = joined;
        Ended end;
        try {
            if (retiring) {
                // Asked while the client was being let in, when nobody could tell it.
                joined.retire(joiner.dialect().parting());
            }
            end = joined.run();
        } finally {
            pair.release().run();
        }
        report(pair, joined, end);
    }

    private void report(Pair pair, Splice joined, Ended end) {
        around.events()
                .report(
                        new Event.Proxied(
                                entry(),
                                new Event.Proxied.Client(
                                        client.getHostAddress(),
                                        joiner.dialect().name(),
                                        tls(pair.client()),
                                        pair.account()),
                                pair.mailbox(),
                                new Event.Proxied.Passed(
                                        tls(pair.server()),
                                        joined.toServer(),
                                        joined.toClient(),
                                        Duration.between(pair.since(), around.clock().instant())),
                                end.words()));
    }

    private static String tls(Leg leg) {
        return leg.tlsSession().map(SSLSession::getProtocol).orElse("");
    }

    @Override
    public void retire() {
        retiring = true;
        Login dialogue = login;
        Splice joined = splice;
        if (joined != null) {
            joined.retire(joiner.dialect().parting());
        } else if (dialogue != null) {
            dialogue.retire();
        }
    }

    @Override
    public void cut() {
        Login dialogue = login;
        Splice joined = splice;
        if (joined != null) {
            joined.cut();
        }
        if (dialogue != null) {
            dialogue.cut();
        }
    }

    @Override
    public void cutIfOverdue(long now) {
        Login dialogue = login;
        Splice joined = splice;
        if (joined != null) {
            joined.cutIfOverdue(now);
        } else if (dialogue != null) {
            dialogue.cutIfOverdue(now);
        }
    }
}
