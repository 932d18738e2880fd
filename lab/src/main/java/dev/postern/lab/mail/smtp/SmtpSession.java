package dev.postern.lab.mail.smtp;

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

/// One client's SMTP session, from the greeting to the end. Used by its own thread.
final class SmtpSession implements Talk.Script {

    /// Enough for the sign-in by a long token (RFC 4954 §4 asks for 12288).
    private static final int LINE_MAX = 64 * 1024;

    private static final int ERRORS_MAX = 20;
    private static final int SERVICE_CLOSING = 421;
    private static final Set<Integer> PROTOCOL_ERRORS = Set.of(500, 501, 502, 503, 504, 555);

    private final Talk talk;
    private final Transport transport;
    private final Desk desk;
    private final Intake intake;
    private boolean greeted;
    private boolean extended;
    private boolean signedIn;
    private int errors;

    SmtpSession(Talk talk, Transport transport, Desk desk) {
        this.talk = talk;
        this.transport = transport;
        this.desk = desk;
        intake = new Intake(talk, desk);
    }

    @Override
    public void greet() throws IOException {
        Optional<Fault.Answer> answer = talk.take(Fault.Answer.class);
        if (answer.isPresent()) {
            say(Reply.wanted(answer.get().text()));
            talk.end();
        } else {
            talk.say("220 " + desk.banner());
        }
    }

    @Override
    public String farewell() {
        return "421 4.4.2 Connection dropped due to timeout";
    }

    @Override
    public void end() {
        intake.reset();
    }

    @Override
    public void step() throws IOException {
        Reply reply;
        try {
            Command command = Command.parse(talk.connection().in().line(LINE_MAX));
            talk.command(command.verb());
            talk.dialogue().client(command.verb(), command.loggable());
            Optional<Fault.Answer> wanted = talk.strike();
            reply = wanted.isPresent() ? Reply.wanted(wanted.get().text()) : perform(command);
        } catch (BadLineException e) {
            talk.dialogue().remark(String.valueOf(e.getMessage()));
            reply = Reply.of("500 5.5.2 Syntax error: " + e.getMessage());
        }
        talk.out().at(From.ANSWER);
        talk.interject(Moment.BEFORE_ANSWER);
        finish(reply);
        talk.answered();
    }

    private void finish(Reply reply) throws IOException {
        say(reply);
        errors += PROTOCOL_ERRORS.contains(reply.code()) ? 1 : 0;
        if (errors >= ERRORS_MAX) {
            talk.say("421 4.7.0 Too many errors on this connection, closing transmission channel");
            talk.end();
        }
        if (reply.code() == SERVICE_CLOSING) {
            talk.end();
        }
    }

    private void say(Reply reply) throws IOException {
        for (String line : reply.spoken()) {
            talk.say(line);
        }
    }

    private Reply perform(Command command) throws IOException, BadLineException {
        return switch (command.verb()) {
            case "EHLO" -> ehlo(command.argument());
            case "HELO" -> helo(command.argument());
            case "STARTTLS" -> startTls();
            case "AUTH" -> auth(command.argument());
            case "MAIL" -> greeted ? intake.mail(command.argument(), extended) : sayHello();
            case "RCPT" -> intake.rcpt(command.argument());
            case "DATA" -> intake.data();
            case "BDAT" -> intake.bdat(command.argument());
            case "RSET" -> {
                intake.reset();
                yield Reply.of("250 2.0.0 Resetting");
            }
            case "NOOP" -> Reply.of("250 2.0.0 OK");
            case "VRFY" -> Reply.of("252 2.1.5 Cannot VRFY user");
            case "QUIT" -> {
                intake.reset();
                talk.end();
                yield Reply.of("221 2.0.0 Service closing transmission channel");
            }
            default -> Reply.of("500 5.3.3 Unrecognized command");
        };
    }

    private static Reply sayHello() {
        return Reply.of("503 5.5.2 Send hello first");
    }

    private Reply ehlo(String name) {
        if (name.isEmpty()) {
            return Reply.of("501 5.0.0 Invalid domain name");
        }
        hello(true);
        List<String> lines = new ArrayList<>();
        lines.add("SIZE " + desk.bounds().octets());
        for (String extension : desk.extensions()) {
            lines.add(extension);
            if (extension.equals("ENHANCEDSTATUSCODES")) {
                lines.addAll(security());
            }
        }
        Optional<Fault.Capabilities> faulty = talk.take(Fault.Capabilities.class);
        if (faulty.isPresent()) {
            lines.removeIf(line -> faulty.get().without().contains(line.replaceFirst(" .*", "")));
            lines.addAll(faulty.get().with());
        }
        lines.addFirst(desk.hello());
        return new Reply(250, lines);
    }

    private Reply helo(String name) {
        if (name.isEmpty()) {
            return Reply.of("501 5.0.0 Invalid domain name");
        }
        hello(false);
        return new Reply(250, List.of(desk.hello()));
    }

    private void hello(boolean byEhlo) {
        intake.reset();
        greeted = true;
        extended = byEhlo;
    }

    private boolean awaitsTls() {
        return transport instanceof Transport.StartTls && !talk.connection().isSecure();
    }

    /// What Exchange announces in one and the same place: STARTTLS, and after it AUTH.
    private List<String> security() {
        if (awaitsTls()) {
            return List.of("STARTTLS");
        }
        List<String> mechanisms = desk.mechanisms(talk.connection().isSecure());
        return mechanisms.isEmpty() ? List.of() : List.of("AUTH " + String.join(" ", mechanisms));
    }

    private Reply startTls() {
        if (!awaitsTls() || !(transport instanceof Transport.StartTls(var context))) {
            return Reply.of("503 5.5.1 Bad sequence of commands");
        }
        // All that was known of the client is forgotten (RFC 3207 §4.2).
        intake.reset();
        greeted = false;
        talk.upgradeAfterAnswer(context);
        return Reply.of("220 2.0.0 SMTP server ready");
    }

    private Reply auth(String argument) throws IOException, BadLineException {
        if (!greeted || !extended) {
            return sayHello();
        }
        if (signedIn || intake.isOpen()) {
            return Reply.of("503 5.5.1 Bad sequence of commands");
        }
        if (awaitsTls()) {
            return Reply.of("530 5.7.0 Must issue a STARTTLS command first");
        }
        Reply reply = new SignIn(talk, desk, LINE_MAX).perform(argument);
        signedIn = reply.isPositive();
        return reply;
    }
}
