package dev.postern.protocol.smtp;

import dev.postern.protocol.login.Farewell;
import dev.postern.protocol.login.Lobby;
import dev.postern.protocol.login.LoginOverException;
import dev.postern.protocol.login.Refusal;
import dev.postern.protocol.login.Tongue;
import dev.postern.protocol.login.Upcoming;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.sasl.Interrogation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An SMTP server's side of a session until the client has signed in (RFC 4954), which here comes
/// before all mail. Confined to its session's thread.
final class SmtpTongue implements Tongue {

    private final Lobby lobby;
    private final Upcoming upcoming;
    private final CommandParser parser;
    private Optional<String> hello = Optional.empty();
    private boolean extended;

    /// @param upcoming what the server does that the client will speak with
    SmtpTongue(Lobby lobby, Upcoming upcoming) {
        this.lobby = lobby;
        this.upcoming = upcoming;
        this.parser = new CommandParser(lobby.name());
    }

    @Override
    public void greet() throws IOException {
        say(ServerReply.plain(220, lobby.name() + " ESMTP Postern"));
    }

    @Override
    public Optional<String> hello() {
        return hello;
    }

    @Override
    public Optional<Credentials> command() throws IOException {
        Optional<String> line = CommandParser.text(lobby.command());
        if (line.isEmpty()) {
            answer(Replies.BAD_CHARACTER);
            return Optional.empty();
        }
        return switch (parser.parse(line.get(), extended)) {
            case ServerCommand.Auth auth -> auth(auth);
            case ServerCommand.StartTls _ -> {
                startTls();
                yield Optional.empty();
            }
            case ServerCommand.Quit _ -> {
                say(Replies.BYE);
                throw LoginOverException.quit();
            }
            case ServerCommand command -> {
                answer(reply(command));
                yield Optional.empty();
            }
        };
    }

    private ServerReply reply(ServerCommand command) throws IOException {
        return switch (command) {
            case ServerCommand.Ehlo(String name) -> ehlo(name);
            case ServerCommand.Helo(String name) -> {
                introduce(name, false);
                yield ServerReply.plain(250, lobby.name());
            }
            case ServerCommand.Rset _ -> Replies.RESET;
            case ServerCommand.Noop _ -> Replies.DONE;
            case ServerCommand.Help _ -> Replies.HELP;
            case ServerCommand.Mail _, ServerCommand.Rcpt _, ServerCommand.Vrfy _ ->
                    Replies.SIGN_IN_FIRST;
            case ServerCommand.DataFollows _ -> content(lobby.pending());
            case ServerCommand.Bdat(long size, _) -> content(size > 0);
            case ServerCommand.Bad(ServerReply reply) -> reply;
            case ServerCommand.Fatal _ -> throw LoginOverException.because(Farewell.WRONG_PROTOCOL);
            case ServerCommand.Auth _, ServerCommand.StartTls _, ServerCommand.Quit _ ->
                    throw new IllegalStateException("answered before");
        };
    }

    /// Refuses a message. If it comes all the same, the session ends: nothing in it may be taken
    /// for commands, and nobody who has not signed in is listened to for so long.
    private ServerReply content(boolean coming) throws IOException {
        if (coming) {
            say(Replies.SIGN_IN_FIRST);
            throw LoginOverException.because(Farewell.NOT_ALONE);
        }
        return Replies.SIGN_IN_FIRST;
    }

    private ServerReply ehlo(String name) {
        introduce(name, true);
        List<String> lines = new ArrayList<>();
        lines.add(lobby.name());
        lines.addAll(upcoming.announce());
        if (lobby.offersTls()) {
            lines.add("STARTTLS");
        }
        if (lobby.takesPasswords()) {
            lines.add("AUTH " + String.join(" ", Interrogation.MECHANISMS));
        }
        return new ServerReply(250, Optional.empty(), lines);
    }

    private void introduce(String name, boolean byEhlo) {
        hello = Optional.of(name);
        extended = byEhlo;
    }

    /// All that the client said before is void after it (RFC 3207 §4.2).
    private void startTls() throws IOException {
        if (!lobby.offersTls()) {
            answer(lobby.tlsSession().isPresent() ? Replies.SECURED : Replies.NOT_HERE);
            return;
        }
        if (lobby.startTls(Replies.START_TLS.wireLines().getFirst())) {
            hello = Optional.empty();
            extended = false;
        } else {
            answer(Replies.TLS_UNAVAILABLE);
        }
    }

    private Optional<Credentials> auth(ServerCommand.Auth command) throws IOException {
        if (!lobby.takesPasswords()) {
            answer(lobby.offersTls() ? Replies.NEEDS_TLS : Replies.NOT_HERE);
            return Optional.empty();
        }
        if (hello.isEmpty()) {
            answer(Replies.EHLO_FIRST);
            return Optional.empty();
        }
        Optional<Interrogation> known = Interrogation.by(command.mechanism());
        if (known.isEmpty()) {
            answer(Replies.NO_SUCH_MECHANISM);
            return Optional.empty();
        }
        Interrogation interrogation = known.get();
        Interrogation.Step step = interrogation.begin(command.initial());
        while (step instanceof Interrogation.Step.Ask(String question)) {
            say(Replies.question(question));
            step = interrogation.answer(lobby.answer());
        }
        return switch (step) {
            case Interrogation.Step.Given(Credentials credentials) -> Optional.of(credentials);
            case Interrogation.Step.Failed(Interrogation.Flaw flaw) -> {
                answer(Replies.to(flaw));
                yield Optional.empty();
            }
            case Interrogation.Step.Ask _ -> throw new IllegalStateException("still to be asked");
        };
    }

    private void answer(ServerReply reply) throws IOException {
        say(reply);
        if (!reply.positive()) {
            lobby.error();
        }
    }

    private void say(ServerReply reply) throws IOException {
        for (String line : reply.wireLines()) {
            lobby.say(line);
        }
    }

    /// What is our affair and not the client's is 454, so that nobody types the password anew and
    /// no mail comes back (RFC 4954 §4.7.0).
    @Override
    public void refuse(Refusal refusal) throws IOException {
        say(
                switch (refusal.kind()) {
                    case CREDENTIALS -> ServerReply.of(535, "5.7.8", refusal.words());
                    case NOT_ALLOWED -> ServerReply.of(535, "5.7.1", refusal.words());
                    case LIMIT -> ServerReply.of(454, "4.7.0", refusal.words());
                    case UNAVAILABLE -> ServerReply.of(454, "4.3.0", refusal.words());
                    case BROKEN -> ServerReply.of(454, "4.3.5", refusal.words());
                });
    }

    @Override
    public void admit(List<String> capabilities) throws IOException {
        upcoming.check(capabilities);
        say(Replies.WELCOME);
    }

    @Override
    public String farewell(Farewell why) {
        String status =
                switch (why) {
                    case LATE -> "4.4.2";
                    case RETIRED -> "4.3.2";
                    case OUR_FAULT -> "4.3.0";
                    case LINE_TOO_LONG, BARE_LF, NOT_ALONE, TOO_LARGE, WRONG_PROTOCOL -> "4.5.0";
                    case TOO_MANY_ERRORS, TOO_MANY_COMMANDS, TOO_MANY_REFUSALS -> "4.7.0";
                };
        return ServerReply.of(421, status, why.words()).wireLines().getFirst();
    }
}
