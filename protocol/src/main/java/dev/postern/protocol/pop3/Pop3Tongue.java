package dev.postern.protocol.pop3;

import dev.postern.protocol.login.Farewell;
import dev.postern.protocol.login.Lobby;
import dev.postern.protocol.login.LoginOverException;
import dev.postern.protocol.login.Refusal;
import dev.postern.protocol.login.Tongue;
import dev.postern.protocol.login.Upcoming;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.sasl.Interrogation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A POP3 server's side of the AUTHORIZATION state (RFC 1939 §4): USER and PASS, AUTH (RFC 5034),
/// STLS (RFC 2595), CAPA (RFC 2449). Confined to its session's thread.
final class Pop3Tongue implements Tongue {

    private static final String TLS_FIRST = "Say STLS first; the password is public now";

    private final Lobby lobby;
    private final Upcoming upcoming;
    private Optional<String> user = Optional.empty();

    /// @param upcoming what the server does that the client will speak with
    Pop3Tongue(Lobby lobby, Upcoming upcoming) {
        this.lobby = lobby;
        this.upcoming = upcoming;
    }

    /// Without a timestamp, which would offer APOP (RFC 1939 §7).
    @Override
    public void greet() throws IOException {
        lobby.say("+OK " + lobby.name() + " Postern");
    }

    @Override
    public Optional<String> hello() {
        return Optional.empty();
    }

    @Override
    public Optional<Credentials> command() throws IOException {
        switch (AuthorizationCommand.parse(lobby.command())) {
            case AuthorizationCommand.Capa _ -> capa();
            case AuthorizationCommand.Stls _ -> stls();
            case AuthorizationCommand.User(String name) -> user(name);
            case AuthorizationCommand.Pass(byte[] password) -> {
                return pass(password);
            }
            case AuthorizationCommand.Auth(String mechanism, Optional<String> initial) -> {
                return auth(mechanism, initial);
            }
            case AuthorizationCommand.ListMechanisms _ -> list("Mechanisms follow", mechanisms());
            case AuthorizationCommand.Apop _ -> error("APOP is not available; say USER and PASS");
            case AuthorizationCommand.TooEarly _ -> error("Sign in first");
            case AuthorizationCommand.Bad(String reply) -> error(reply);
            case AuthorizationCommand.Foreign _ ->
                    throw LoginOverException.because(Farewell.WRONG_PROTOCOL);
            case AuthorizationCommand.Quit _ -> {
                lobby.say("+OK Bye");
                throw LoginOverException.quit();
            }
        }
        return Optional.empty();
    }

    private List<String> mechanisms() {
        return lobby.takesPasswords() ? Interrogation.MECHANISMS : List.of();
    }

    /// RFC 2449 §5. What is announced here is announced for the whole session, and so nothing of it
    /// that the next server does not do.
    private void capa() throws IOException {
        lobby.say("+OK Capabilities follow");
        for (String capability : upcoming.announce()) {
            lobby.say(capability);
        }
        lobby.say("RESP-CODES");
        lobby.say("AUTH-RESP-CODE");
        if (lobby.offersTls()) {
            lobby.say("STLS");
        }
        if (lobby.takesPasswords()) {
            lobby.say("USER");
            lobby.say("SASL " + String.join(" ", Interrogation.MECHANISMS));
        }
        lobby.say(".");
    }

    private void list(String headline, List<String> lines) throws IOException {
        lobby.say("+OK " + headline);
        for (String line : lines) {
            lobby.say(line);
        }
        lobby.say(".");
    }

    /// All that the client said before is void after it (RFC 2595 §4).
    private void stls() throws IOException {
        if (!lobby.offersTls()) {
            error(lobby.tlsSession().isPresent() ? "TLS is on already" : "There is no TLS here");
            return;
        }
        user = Optional.empty();
        if (!lobby.startTls("+OK Begin TLS")) {
            error("[SYS/TEMP] TLS is not available for the moment");
        }
    }

    private void user(String name) throws IOException {
        if (!lobby.takesPasswords()) {
            error(TLS_FIRST);
            return;
        }
        user = Optional.of(name);
        lobby.say("+OK Now the password");
    }

    /// Another PASS needs another USER (RFC 1939 §7).
    private Optional<Credentials> pass(byte[] password) throws IOException {
        Optional<String> named = user;
        user = Optional.empty();
        if (named.isEmpty()) {
            error(lobby.takesPasswords() ? "Say USER first" : TLS_FIRST);
        }
        return named.map(name -> new Credentials("USER", name, password));
    }

    private Optional<Credentials> auth(String mechanism, Optional<String> initial)
            throws IOException {
        if (!lobby.takesPasswords()) {
            error(TLS_FIRST);
            return Optional.empty();
        }
        Optional<Interrogation> known = Interrogation.by(mechanism);
        if (known.isEmpty()) {
            error("Sign in by PLAIN or LOGIN");
            return Optional.empty();
        }
        Interrogation interrogation = known.get();
        Interrogation.Step step = interrogation.begin(initial);
        while (step instanceof Interrogation.Step.Ask(String question)) {
            lobby.say("+ " + question);
            step = interrogation.answer(lobby.answer());
        }
        return switch (step) {
            case Interrogation.Step.Given(Credentials credentials) -> Optional.of(credentials);
            case Interrogation.Step.Failed(Interrogation.Flaw flaw) -> {
                error(words(flaw));
                yield Optional.empty();
            }
            case Interrogation.Step.Ask _ -> throw new IllegalStateException("still to be asked");
        };
    }

    private static String words(Interrogation.Flaw flaw) {
        return switch (flaw) {
            case CANCELLED -> "Cancelled";
            case NOT_BASE64 -> "That is not base64";
            case NOT_CREDENTIALS -> "That is not a user name and a password";
            case OTHER_IDENTITY -> "[AUTH] You can act for yourself only";
        };
    }

    private void error(String words) throws IOException {
        lobby.say("-ERR " + words);
        lobby.error();
    }

    @Override
    public void refuse(Refusal refusal) throws IOException {
        lobby.say("-ERR [" + code(refusal.kind()) + "] " + refusal.words());
    }

    /// RFC 2449 §8.1 and RFC 3206 §4.
    private static String code(Refusal.Kind kind) {
        return switch (kind) {
            case CREDENTIALS, NOT_ALLOWED -> "AUTH";
            case LIMIT -> "LOGIN-DELAY";
            case UNAVAILABLE -> "SYS/TEMP";
            case BROKEN -> "SYS/PERM";
        };
    }

    @Override
    public void admit(List<String> capabilities) throws IOException {
        upcoming.check(capabilities);
        lobby.say("+OK Welcome");
    }

    @Override
    public String farewell(Farewell why) {
        return (why.passes() ? "-ERR [SYS/TEMP] " : "-ERR ") + why.words();
    }
}
