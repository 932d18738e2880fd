package dev.postern.token;

import dev.postern.advice.Aadsts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Gives results in the order in which a test puts them in. Safe for use by many threads.
final class ScriptedFetcher implements Fetcher {

    /// One result, given once its gate is open.
    @FunctionalInterface
    interface Play {
        Fetched play(Credential credential) throws InterruptedException;
    }

    private final InstantSource clock;
    private final Deque<Play> script = new ArrayDeque<>();
    private final List<Credential> asked = new ArrayList<>();

    ScriptedFetcher(InstantSource clock) {
        this.clock = clock;
    }

    ScriptedFetcher then(Play play) {
        synchronized (script) {
            script.add(play);
        }
        return this;
    }

    private Fetched token(String value, Duration life) {
        return new Fetched.Token(
                new AccessToken(value), clock.instant().plus(life), Optional.empty());
    }

    ScriptedFetcher thenToken(String value, Duration life) {
        return then(_ -> token(value, life));
    }

    ScriptedFetcher thenTokenBehind(CountDownLatch gate, String value, Duration life) {
        return then(_ -> {
            gate.await();
            return token(value, life);
        });
    }

    ScriptedFetcher thenTrouble(Duration pause) {
        return then(_ -> new Fetched.Trouble("the endpoint is busy", pause));
    }

    ScriptedFetcher thenDenied(int code) {
        return then(credential ->
                new Fetched.Denied(
                        new Refusal(
                                credential.toString(),
                                "invalid_client",
                                code,
                                "AADSTS" + code + ": refused",
                                "trace",
                                "correlation",
                                Aadsts.cause(code, "invalid_client"),
                                Optional.empty())));
    }

    /// The credentials that were tried, in order.
    List<Credential> asked() {
        synchronized (script) {
            return List.copyOf(asked);
        }
    }

    @Override
    public Fetched fetch(Tenant tenant, Credential credential, Scope scope)
            throws InterruptedException {
        Play play;
        synchronized (script) {
            asked.add(credential);
            play = script.remove();
        }
        return play.play(credential);
    }
}
