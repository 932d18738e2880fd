package dev.postern.protocol.imap;

import dev.postern.protocol.login.Farewell;
import dev.postern.protocol.login.Lobby;
import dev.postern.protocol.login.LoginOverException;
import dev.postern.protocol.login.Refusal;
import dev.postern.protocol.login.Tongue;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.sasl.Interrogation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says in IMAP what is to be said before signing in (RFC 3501 §6.1, §6.2), with the response codes
/// of RFC 5530. Confined to its session's thread.
final class ImapTongue implements Tongue {

    /// A tag and a command. RFC 3501 §9 has more characters for tags; these are those that cannot
    /// be taken for anything else.
    private static final Pattern COMMAND =
            Pattern.compile(
                    "([!#$&',-Z^-z|}~\\[\\]]{1,64}) ([A-Za-z]{1,32})( .*)?", Pattern.DOTALL);

    /// How much a client may tell of itself (RFC 2971 §3.3).
    private static final int FIELDS_MAX = 30;

    private static final int HELLO_MAX = 100;

    private final Lobby lobby;
    private String tag = "*";
    private Optional<String> hello = Optional.empty();

    ImapTongue(Lobby lobby) {
        this.lobby = lobby;
    }

    @Override
    public void greet() throws IOException {
        lobby.say("* OK [CAPABILITY %s] %s Postern".formatted(capabilities(), lobby.name()));
    }

    private String capabilities() {
        List<String> names = new ArrayList<>(List.of("IMAP4rev1", "LITERAL-", "SASL-IR", "ID"));
        if (lobby.offersTls()) {
            names.add("STARTTLS");
        }
        if (lobby.takesPasswords()) {
            Interrogation.MECHANISMS.forEach(mechanism -> names.add("AUTH=" + mechanism));
        } else {
            names.add("LOGINDISABLED");
        }
        return String.join(" ", names);
    }

    @Override
    public Optional<Credentials> command() throws IOException {
        String line = lobby.command();
        Matcher parts = COMMAND.matcher(line);
        if (!parts.matches()) {
            tag = "*";
            new Arguments(lobby, line, 0).drop();
            bad("This is no command");
            return Optional.empty();
        }
        tag = parts.group(1);
        Arguments arguments = new Arguments(lobby, line, parts.end(2));
        try {
            return answer(parts.group(2).toUpperCase(Locale.ROOT), arguments);
        } catch (BadCommandException e) {
            arguments.drop();
            bad(e.words());
            return Optional.empty();
        }
    }

    private Optional<Credentials> answer(String command, Arguments arguments) throws IOException {
        switch (command) {
            case "LOGIN" -> {
                return login(arguments);
            }
            case "AUTHENTICATE" -> {
                return authenticate(arguments);
            }
            case "CAPABILITY" -> {
                arguments.end();
                lobby.say("* CAPABILITY " + capabilities());
                done("That is all");
            }
            case "NOOP" -> {
                arguments.end();
                done("Done");
            }
            case "ID" -> identify(arguments);
            case "STARTTLS" -> startTls(arguments);
            case "LOGOUT" -> logout(arguments);
            default -> throw new BadCommandException("Sign in first");
        }
        return Optional.empty();
    }

    private Optional<Credentials> login(Arguments arguments) throws IOException {
        if (!lobby.takesPasswords()) {
            return tooPublic(arguments);
        }
        arguments.space();
        byte[] user = arguments.string();
        arguments.space();
        byte[] password = arguments.string();
        arguments.end();
        if (user.length == 0) {
            throw new BadCommandException("A user name is missing");
        }
        return Optional.of(
                new Credentials("LOGIN", new String(user, StandardCharsets.UTF_8), password));
    }

    private Optional<Credentials> tooPublic(Arguments arguments) throws IOException {
        arguments.drop();
        no("PRIVACYREQUIRED", "Say STARTTLS first; the password is public now");
        lobby.error();
        return Optional.empty();
    }

    /// RFC 3501 §6.2.2, with the initial response of RFC 4959.
    private Optional<Credentials> authenticate(Arguments arguments) throws IOException {
        if (!lobby.takesPasswords()) {
            return tooPublic(arguments);
        }
        arguments.space();
        String mechanism = arguments.word();
        Optional<String> initial = Optional.empty();
        if (arguments.took(' ')) {
            initial = Optional.of(arguments.word());
        }
        arguments.end();
        Optional<Interrogation> interrogation = Interrogation.by(mechanism);
        if (interrogation.isEmpty()) {
            lobby.say(tag + " NO Sign in by PLAIN or LOGIN");
            lobby.error();
            return Optional.empty();
        }
        return settle(interrogation.get(), initial);
    }

    /// Asks until there is nothing more to ask, which is two questions at most.
    private Optional<Credentials> settle(Interrogation interrogation, Optional<String> initial)
            throws IOException {
        Interrogation.Step step = interrogation.begin(initial);
        while (step instanceof Interrogation.Step.Ask(String question)) {
            lobby.say("+ " + question);
            step = interrogation.answer(lobby.answer());
        }
        return switch (step) {
            case Interrogation.Step.Given(Credentials credentials) -> Optional.of(credentials);
            case Interrogation.Step.Failed(Interrogation.Flaw flaw) -> {
                flawed(flaw);
                yield Optional.empty();
            }
            case Interrogation.Step.Ask _ -> throw new IllegalStateException("still to be asked");
        };
    }

    private void flawed(Interrogation.Flaw flaw) throws IOException {
        switch (flaw) {
            case CANCELLED -> bad("Cancelled");
            case NOT_BASE64 -> bad("That is not base64");
            case NOT_CREDENTIALS -> bad("That is not a user name and a password");
            case OTHER_IDENTITY -> {
                no("AUTHORIZATIONFAILED", "You can act for yourself only");
                lobby.error();
            }
        }
    }

    private void identify(Arguments arguments) throws IOException {
        arguments.space();
        if (arguments.took('(')) {
            fields(arguments);
        } else if (!arguments.word().equalsIgnoreCase("NIL")) {
            throw new BadCommandException("A list or NIL is due");
        }
        arguments.end();
        lobby.say("* ID (\"name\" \"Postern\")");
        done("Nice to meet you");
    }

    /// Pairs of a name and a value (RFC 2971 §3.1), of which only what the client calls itself is
    /// of interest.
    private void fields(Arguments arguments) throws IOException {
        for (int i = 0; !arguments.took(')'); i++) {
            if (i == FIELDS_MAX) {
                throw new BadCommandException("Too many fields");
            }
            if (i > 0) {
                arguments.space();
            }
            Optional<String> field = arguments.listed();
            arguments.space();
            Optional<String> value = arguments.listed();
            if (field.filter("name"::equalsIgnoreCase).isPresent()) {
                hello = value.map(ImapTongue::shortened);
            }
        }
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), HELLO_MAX));
    }

    private void startTls(Arguments arguments) throws IOException {
        arguments.end();
        if (!lobby.offersTls()) {
            throw new BadCommandException("TLS is on already, or not to be had here");
        }
        if (lobby.startTls(tag + " OK Begin TLS now")) {
            hello = Optional.empty();
        } else {
            no("UNAVAILABLE", "TLS is not available for the moment");
        }
    }

    private void logout(Arguments arguments) throws IOException {
        arguments.end();
        lobby.say("* BYE Bye");
        done("Bye");
        throw LoginOverException.quit();
    }

    private void done(String words) throws IOException {
        lobby.say(tag + " OK " + words);
    }

    private void no(String code, String words) throws IOException {
        lobby.say("%s NO [%s] %s".formatted(tag, code, words));
    }

    private void bad(String words) throws IOException {
        lobby.say(tag + " BAD " + words);
        lobby.error();
    }

    /// RFC 5530 §3.
    @Override
    public void refuse(Refusal refusal) throws IOException {
        no(
                switch (refusal.kind()) {
                    case CREDENTIALS -> "AUTHENTICATIONFAILED";
                    case NOT_ALLOWED -> "AUTHORIZATIONFAILED";
                    case LIMIT -> "LIMIT";
                    case UNAVAILABLE -> "UNAVAILABLE";
                    case BROKEN -> "CONTACTADMIN";
                },
                refusal.words());
    }

    @Override
    public void admit(List<String> capabilities) throws IOException {
        done("[CAPABILITY %s] You are in".formatted(String.join(" ", capabilities)));
    }

    @Override
    public String farewell(Farewell why) {
        return "* BYE " + (why.passes() ? "[UNAVAILABLE] " : "") + why.words();
    }

    @Override
    public Optional<String> hello() {
        return hello;
    }
}
