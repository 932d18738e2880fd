package dev.postern.lab.mail.pop3;

import dev.postern.lab.mail.Door;
import dev.postern.lab.mail.Door.Admission;
import dev.postern.lab.mail.FrontEnd;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.From;
import dev.postern.lab.mail.fault.Fault.Moment;
import dev.postern.lab.mail.net.BadLineException;
import dev.postern.lab.mail.net.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One client's POP3 session, from the greeting to the end. Used by its own thread.
final class Pop3Session implements Talk.Script {

    private static final int LINE_MAX = 512;
    private static final int RESPONSE_MAX = 64 * 1024;
    private static final int ERRORS_MAX = 10;
    private static final String CLOSED = "-ERR Protocol error. Connection is closed. 10";
    private static final String AUTH_FAILED =
            "Authentication failure: unknown user name or bad password.";

    private final Talk talk;
    private final Transport transport;
    private final Door door;
    private @Nullable Transaction transaction;
    private int errors;

    Pop3Session(Talk talk, Transport transport) {
        this.talk = talk;
        this.transport = transport;
        door = new Door(talk);
    }

    @Override
    public void greet() throws IOException {
        talk.say("+OK The Microsoft Exchange POP3 service is ready. " + FrontEnd.BRACKET);
    }

    @Override
    public String farewell() {
        return "-ERR Connection is closed. 21";
    }

    @Override
    public void step() throws IOException {
        String answer;
        try {
            Request request = Request.parse(talk.connection().in().line(LINE_MAX));
            talk.command(request.verb());
            talk.dialogue().client(request.verb(), request.loggable());
            before();
            answer = perform(request);
        } catch (BadLineException e) {
            talk.dialogue().remark(String.valueOf(e.getMessage()));
            answer = CLOSED;
            talk.end();
        } catch (Refusal e) {
            answer = e.line();
            errors++;
        }
        talk.out().at(From.ANSWER);
        talk.interject(Moment.BEFORE_ANSWER);
        talk.say(answer);
        if (errors >= ERRORS_MAX) {
            talk.end();
        }
        talk.answered();
    }

    /// What happens before a command is done.
    private void before() throws IOException, Refusal {
        Optional<Fault.Answer> answer = talk.strike();
        if (answer.isPresent()) {
            throw Refusal.wanted(answer.get());
        }
        Transaction open = transaction;
        if (open != null) {
            talk.take(Fault.OthersExpunge.class).ifPresent(open::othersExpunge);
        }
    }

    /// Does a command; its last line.
    private String perform(Request request) throws IOException, Refusal {
        return switch (request.verb()) {
            case "CAPA" -> capa();
            case "NOOP", "USER" -> "+OK";
            case "QUIT" -> quit();
            case "STLS" -> startTls();
            case "AUTH" -> auth(request);
            case "PASS" -> {
                door.refused("Basic authentication");
                throw new Refusal("Logon failure: unknown user name or bad password.");
            }
            default -> opened().perform(request);
        };
    }

    private Transaction opened() throws Refusal {
        Transaction open = transaction;
        if (open == null) {
            throw Refusal.wrongState();
        }
        return open;
    }

    private String capa() throws IOException {
        Fault.Capabilities faulty =
                talk.take(Fault.Capabilities.class)
                        .orElseGet(() -> new Fault.Capabilities(Set.of(), List.of()));
        List<String> lines =
                new ArrayList<>(
                        awaitsTls()
                                ? List.of("TOP", "UIDL", "STLS")
                                : List.of("TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER"));
        lines.removeIf(line -> faulty.without().contains(line.replaceFirst(" .*", "")));
        lines.addAll(faulty.with());
        talk.say("+OK");
        for (String line : lines) {
            talk.say(line);
        }
        return ".";
    }

    private boolean awaitsTls() {
        return transport instanceof Transport.StartTls && !talk.connection().isSecure();
    }

    private String startTls() throws Refusal {
        if (!awaitsTls() || !(transport instanceof Transport.StartTls(var context))) {
            throw Refusal.wrongState();
        }
        talk.upgradeAfterAnswer(context);
        return "+OK Begin TLS negotiation.";
    }

    private String quit() throws Refusal {
        Transaction open = transaction;
        if (open != null) {
            open.commit();
        }
        talk.end();
        return "+OK Microsoft Exchange Server 2016 POP3 server signing off.";
    }

    private String auth(Request request) throws IOException, Refusal {
        if (transaction != null || awaitsTls()) {
            throw Refusal.wrongState();
        }
        if (request.words() != 1) {
            talk.end();
            return CLOSED;
        }
        if (!request.word(1).equalsIgnoreCase("XOAUTH2")) {
            return answer(door.refused("the mechanism is " + request.word(1)));
        }
        talk.say("+");
        talk.flush();
        try {
            String response = talk.connection().in().line(RESPONSE_MAX);
            talk.dialogue().client("***");
            return answer(door.knock(response));
        } catch (BadLineException _) {
            throw Refusal.badArgument();
        }
    }

    private String answer(Admission admission) throws Refusal {
        return switch (admission) {
            case Admission.In(String mailbox, _) -> {
                transaction =
                        new Transaction(talk, talk.exchange().store().mailbox(mailbox).inbox());
                yield "+OK User successfully authenticated.";
            }
            case Admission.NotConnected _, Admission.Refused _, Admission.Disabled _ ->
                    throw new Refusal(AUTH_FAILED);
            case Admission.Full _ -> {
                talk.end();
                yield "-ERR Too many connections. Connection is closed. 20";
            }
        };
    }
}
