package dev.postern.submission;

import dev.postern.account.Account;
import dev.postern.account.Accounts;
import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.account.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Knows `printer1` with the password `secret`; `locked` is locked out, and `unreadable` is not to
/// be read.
final class KnownAccounts implements Accounts {

    static final SenderPolicy POLICY =
            new SenderPolicy(List.of("*@example.cz"), SenderPolicy.From.KEEP, Optional.empty());

    private final List<Peer> seen = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Peer> asked = new CopyOnWriteArrayList<>();

    List<Peer> seen() {
        return seen;
    }

    List<Peer> asked() {
        return asked;
    }

    @Override
    public Verdict signIn(Peer peer, String name, byte[] password) throws IOException {
        asked.add(peer);
        return switch (name) {
            case "locked" -> new Verdict.LockedOut(Duration.ofSeconds(30));
            case "unreadable" -> throw new IOException("no store");
            default ->
                    name.equals("printer1")
                                    && new String(password, StandardCharsets.UTF_8).equals("secret")
                            ? new Verdict.Welcome(new Account(name, List.of(), POLICY, 60))
                            : new Verdict.Wrong("no such account");
        };
    }

    @Override
    public KeyHolder accessKey(Peer peer, String name) {
        throw new UnsupportedOperationException("that is for the HTTP API");
    }

    @Override
    public Optional<String> keyOwner(Predicate<byte[]> made) {
        throw new UnsupportedOperationException("that is for the HTTP API");
    }

    @Override
    public void seen(Peer peer) {
        seen.add(peer);
    }

    @Override
    public void refused(Peer peer, String account, String reason) {
        refused.add(account + ": " + reason);
    }

    /// Those that were refused, each as its account and what it was told.
    List<String> refused() {
        return refused;
    }
}
