package dev.postern.api;

import dev.postern.account.Account;
import dev.postern.account.Accounts;
import dev.postern.account.Peer;
import dev.postern.account.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Lets callers in, by access key or by password (RFC 7617). Safe for use by many threads.
final class Door {

    private static final String BASIC = "Basic ";
    private static final Duration SOON = Duration.ofSeconds(30);

    /// No account is called so; what fails is counted against the address.
    private static final String NOBODY = "";

    private final Accounts accounts;
    private final InstantSource clock;

    Door(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Somebody who is let in.
    ///
    /// @param proof by which, if it was a signature: it covers the body, which has not been read
    record Caller(Account account, Optional<KeyProof> proof) {

        /// Makes sure that the body is the one that was signed.
        byte[] signed(byte[] body) throws RejectedException {
            if (proof.isPresent() && !proof.get().covers(body)) {
                throw RejectedException.stranger(
                        "x-ms-content-sha256 is not the digest of the body that came.");
            }
            return body;
        }
    }

    /// Who signed this request. Nothing of its body is read: a stranger could make us wait for it.
    ///
    /// @param name of the account, as the path names it; empty if it names none
    Caller bySignature(Call call, Optional<String> name)
            throws RejectedException, InterruptedException {
        if (!KeyProof.isOffered(call)) {
            return new Caller(byPassword(call, name), Optional.empty());
        }
        KeyProof proof = KeyProof.of(call, clock.instant());
        try {
            String account =
                    name.isPresent() ? name.get() : accounts.keyOwner(proof::isBy).orElse(NOBODY);
            Accounts.KeyHolder holder =
                    accounts.accessKey(signingIn(call.peer(), "HMAC-SHA256"), account);
            byte[] key = holder.key();
            boolean proven = proof.isBy(key);
            Arrays.fill(key, (byte) 0);
            return new Caller(welcome(holder.proven(proven)), Optional.of(proof));
        } catch (IOException _) {
            throw unavailable();
        }
    }

    /// The account whose password this request shows.
    ///
    /// @param name which account it must be; empty for any
    Account byPassword(Call call, Optional<String> name)
            throws RejectedException, InterruptedException {
        String field = call.header("authorization").orElse("");
        if (!field.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw RejectedException.stranger(
                    "Sign the request by the account's access key, or send its name and password"
                            + " (Basic).");
        }
        byte[] pair = decoded(field.substring(BASIC.length()).strip());
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        byte[] password = Arrays.copyOfRange(pair, Math.min(colon + 1, pair.length), pair.length);
        try {
            String user = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(pair, 0, colon)).toString();
            Account account =
                    welcome(accounts.signIn(signingIn(call.peer(), "BASIC"), user, password));
            if (name.filter(one -> !one.equalsIgnoreCase(account.name())).isPresent()) {
                throw RejectedException.stranger("The path names another account.");
            }
            return account;
        } catch (IOException _) {
            throw unavailable();
        } finally {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(pair, (byte) 0);
        }
    }

    private static Account welcome(Verdict verdict) throws RejectedException {
        return switch (verdict) {
            case Verdict.Welcome(Account account) -> account;
            case Verdict.Wrong _ ->
                    throw RejectedException.stranger(
                            "The account, its key or its password is wrong.");
            case Verdict.LockedOut(Duration patience) ->
                    throw RejectedException.later(
                            429,
                            "TooManyRequests",
                            "Too many failed sign-ins; nothing is checked for now.",
                            patience);
        };
    }

    private static Peer signingIn(Peer peer, String mechanism) {
        return new Peer(
                peer.address(),
                peer.hello(),
                peer.protocol(),
                peer.tls(),
                Optional.of(mechanism),
                peer.entry());
    }

    private static RejectedException unavailable() {
        return RejectedException.later(
                503, "ServiceUnavailable", "The accounts cannot be read for the moment.", SOON);
    }

    private static byte[] decoded(String base64) throws RejectedException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw RejectedException.stranger("The Authorization field is no Base64.");
        }
    }
}
