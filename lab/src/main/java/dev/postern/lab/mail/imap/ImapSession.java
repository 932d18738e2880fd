package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.FrontEnd;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.From;
import dev.postern.lab.mail.fault.Fault.Moment;
import dev.postern.lab.mail.net.Transport;
import dev.postern.lab.mail.store.Folder;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// One client's IMAP session, from the greeting to the end. Used by its own thread.
final class ImapSession implements Talk.Script {

    private static final int ERRORS_MAX = 10;

    /// After these the folder's numbers must stay as they are (RFC 3501 §7.4.1).
    private static final Set<String> KEEP_NUMBERS = Set.of("FETCH", "STORE", "SEARCH");

    /// These leave the selected folder before anything can happen to it.
    private static final Set<String> SELECTS = Set.of("SELECT", "EXAMINE");

    /// What works even if the token opens no mailbox.
    private static final Set<String> ALWAYS = Set.of("CAPABILITY", "ID");

    private final State state;
    private final Talk talk;
    private final Transport transport;
    private final CommandReader reader;
    private final SignIn signIn;
    private final FolderCommands folders;
    private final MessageCommands messages;
    private int errors;
    private int refusedUnconnected;

    ImapSession(Talk talk, Transport transport) {
        this.talk = talk;
        state = new State(talk);
        this.transport = transport;
        reader = new CommandReader(talk);
        signIn = new SignIn(state);
        folders = new FolderCommands(state);
        messages = new MessageCommands(state);
    }

    @Override
    public void greet() throws IOException {
        talk.say("* OK The Microsoft Exchange IMAP4 service is ready. " + FrontEnd.BRACKET);
    }

    @Override
    public String farewell() {
        return "* BYE Connection is closed. 13";
    }

    @Override
    public void step() throws IOException {
        try {
            Command command = reader.next();
            talk.command(command.verb());
            perform(command);
        } catch (CommandReader.Unreadable e) {
            talk.say(e.line());
            count(e.line());
        }
        talk.answered();
    }

    private void perform(Command command) throws IOException {
        String answer;
        try {
            before(command);
            answer = dispatch(command);
            if (!KEEP_NUMBERS.contains(command.verb()) || command.byUid()) {
                state.tellNews();
            }
        } catch (Refusal e) {
            answer = e.answer();
        }
        talk.out().at(From.ANSWER);
        talk.interject(Moment.BEFORE_ANSWER);
        talk.say(command.tag() + " " + answer);
        count(answer);
    }

    /// What happens before a command is done.
    private void before(Command command) throws IOException, Refusal {
        Optional<Fault.Answer> answer = talk.strike();
        if (answer.isPresent()) {
            throw new Refusal(answer.get().text());
        }
        if (state.selection().isPresent() && !SELECTS.contains(command.verb())) {
            beneath(state.selection().get());
        }
    }

    /// What happens to the selected folder before a command is done.
    private void beneath(SelectedFolder selected) throws IOException {
        Folder folder = selected.folder();
        talk.take(Fault.OthersExpunge.class)
                .flatMap(fault -> fault.victim().among(folder.messages()))
                .ifPresent(message -> folder.remove(message.uid()));
        Optional<Fault.Renumbered> renumbered = talk.take(Fault.Renumbered.class);
        if (renumbered.isPresent()) {
            folder.renumber();
        }
        boolean told = renumbered.map(Fault.Renumbered::told).orElse(true);
        if (selected.renumber() && told) {
            talk.say("* OK [UIDVALIDITY %d] UIDVALIDITY value".formatted(selected.uidValidity()));
        }
    }

    /// Exchange closes the connection after so many errors.
    private void count(String answer) throws IOException {
        if (answer.contains("BAD ")) {
            errors++;
        }
        if (errors >= ERRORS_MAX || refusedUnconnected > 1) {
            talk.say("* BYE Connection closed. 14");
            talk.end();
        }
    }

    private String dispatch(Command command) throws IOException, Refusal {
        Words words = command.words();
        if (!state.isConnected() && !ALWAYS.contains(command.verb())) {
            refusedUnconnected++;
            throw new Refusal("BAD User is authenticated but not connected.");
        }
        boolean byUid = command.byUid();
        return switch (command.verb()) {
            case "FETCH" -> messages.fetch(words, byUid);
            case "STORE" -> messages.store(words, byUid);
            case "SEARCH" -> messages.search(words, byUid);
            case "COPY" -> messages.copy(words, byUid);
            case "MOVE" -> messages.move(words, byUid);
            case "EXPUNGE" -> messages.expunge(words, byUid);
            case String _ when byUid -> throw Refusal.badCommand();
            case "CLOSE" -> messages.leave(true);
            case "UNSELECT" -> messages.leave(false);
            case "SELECT" -> folders.select(words, false);
            case "EXAMINE" -> folders.select(words, true);
            case "LIST", "LSUB" -> folders.list(words, command.verb());
            case "STATUS" -> folders.status(words);
            case "CREATE" -> folders.create(words);
            case "APPEND" -> folders.append(words);
            default -> general(command);
        };
    }

    private String general(Command command) throws IOException, Refusal {
        return switch (command.verb()) {
            case "CAPABILITY" -> {
                talk.say(Capability.line(state, awaitsTls()));
                yield "OK CAPABILITY completed.";
            }
            case "ID" -> {
                talk.say(
                        "* ID (\"name\" \"Microsoft.Exchange.Imap4.Imap4Server\" \"version\""
                                + " \"15.20\")");
                yield "OK ID completed.";
            }
            case "AUTHENTICATE" -> {
                if (awaitsTls()) {
                    throw Refusal.badCommand();
                }
                yield signIn.authenticate(command.words());
            }
            case "LOGIN" -> signIn.login();
            case "STARTTLS" -> startTls();
            case "NAMESPACE" -> {
                state.mailbox();
                yield folders.namespace();
            }
            case "IDLE" -> {
                state.mailbox();
                yield new Idle(state).run();
            }
            case "NOOP" -> "OK NOOP completed.";
            case "CHECK" -> {
                state.selected();
                yield "OK CHECK completed.";
            }
            case "LOGOUT" -> {
                talk.say("* BYE Microsoft Exchange Server IMAP4 server signing off.");
                talk.end();
                yield "OK LOGOUT completed.";
            }
            default -> throw Refusal.badCommand();
        };
    }

    private boolean awaitsTls() {
        return transport instanceof Transport.StartTls && !talk.connection().isSecure();
    }

    private String startTls() throws Refusal {
        if (!awaitsTls() || !(transport instanceof Transport.StartTls(var context))) {
            throw Refusal.badCommand();
        }
        talk.upgradeAfterAnswer(context);
        return "OK Begin TLS negotiation now.";
    }
}
