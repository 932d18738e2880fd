package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.sasl.Interrogation;
import dev.postern.protocol.wire.AcceptedSocket;
import dev.postern.protocol.wire.LostClientException;
import dev.postern.protocol.wire.SessionEnd;
import dev.postern.protocol.wire.TlsOffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Answers one command after the other: what may be said when (RFC 5321 §4.1.4), and how often.
/// Confined to its session's thread.
final class ServerDialogue implements AutoCloseable {

    /// A chunk of this size is progress; smaller ones count as commands.
    private static final int CHUNK_OF_NOTE = 1024;

    private final AcceptedSocket socket;
    private final ServerRules rules;
    private final SmtpService service;
    private final Exchange exchange;
    private final CommandParser parser;

    private boolean introduced;
    private boolean extended;
    private boolean secured;
    private boolean signedIn;
    private int commands;
    private int errors;
    private int signInFailures;
    private @Nullable MailTransaction transaction;

    ServerDialogue(
            AcceptedSocket socket, ServerRules rules, SmtpService service, Exchange exchange) {
        this.socket = socket;
        this.rules = rules;
        this.service = service;
        this.exchange = exchange;
        this.parser = new CommandParser(rules.name());
    }

    /// Secures the connection if that comes first, and greets.
    void begin() throws IOException {
        if (rules.tls() instanceof TlsOffer.Implicit(TlsOffer.Terms terms)) {
            secure(
                    terms.context()
                            .get()
                            .orElseThrow(() ->
                                    LostClientException.withoutTls("there is no certificate")),
                    terms);
        }
        exchange.say(ServerReply.plain(220, rules.name() + " ESMTP " + rules.banner()));
    }

    /// Whether no message is under way.
    boolean atRest() {
        return transaction == null;
    }

    /// Answers the next command.
    void step() throws IOException {
        ServerCommand command = exchange.command(line -> parser.parse(line, extended));
        if (command instanceof ServerCommand.StartTls
                && rules.tls() instanceof TlsOffer.StartTls(TlsOffer.Terms terms)
                && !secured) {
            startTls(terms);
            return;
        }
        ServerReply reply = answer(command);
        exchange.say(reply);
        if (reply.closes()) {
            exchange.flush();
            throw SessionEndedException.silently(
                    new SessionEnd(SessionEnd.Cause.REFUSED, reply.toString()));
        }
        count(command, reply);
    }

    private void count(ServerCommand command, ServerReply reply) throws SessionEndedException {
        commands += progress(command) ? 0 : 1;
        errors += reply.positive() || reply.equals(Replies.TOO_MANY_RECIPIENTS) ? 0 : 1;
        if (errors >= rules.limits().errors()) {
            throw SessionEndedException.refused(Replies.TOO_MANY_ERRORS);
        }
        if (commands > rules.limits().commands()) {
            throw SessionEndedException.refused(Replies.TOO_MANY_COMMANDS);
        }
    }

    private static boolean progress(ServerCommand command) {
        return command instanceof ServerCommand.Rcpt
                || (command instanceof ServerCommand.Bdat(long size, _) && size >= CHUNK_OF_NOTE);
    }

    private ServerReply answer(ServerCommand command) throws IOException {
        return switch (command) {
            case ServerCommand.Ehlo(String name) -> ehlo(name);
            case ServerCommand.Helo(String name) -> {
                introduce(name, false);
                yield ServerReply.plain(250, rules.name());
            }
            case ServerCommand.StartTls _ -> secured ? Replies.SECURED : Replies.NOT_HERE;
            case ServerCommand.Auth auth -> auth(auth);
            case ServerCommand.Mail mail -> mail(mail);
            case ServerCommand.Rcpt(Recipient recipient) -> rcpt(recipient);
            case ServerCommand.DataFollows _ -> data();
            case ServerCommand.Bdat chunk -> bdat(chunk);
            case ServerCommand.Rset _ -> {
                forget();
                yield Replies.RESET;
            }
            case ServerCommand.Noop _ -> Replies.DONE;
            case ServerCommand.Vrfy _ -> Replies.NOT_VERIFIED;
            case ServerCommand.Help _ -> Replies.HELP;
            case ServerCommand.Quit _ -> throw SessionEndedException.quit();
            case ServerCommand.Bad(ServerReply reply) -> reply;
            case ServerCommand.Fatal(ServerReply reply) ->
                    throw SessionEndedException.refused(reply);
        };
    }

    private ServerReply ehlo(String name) {
        introduce(name, true);
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                rules.name(),
                                "PIPELINING",
                                "SIZE " + rules.limits().size(),
                                "8BITMIME",
                                "SMTPUTF8",
                                "CHUNKING",
                                "DSN",
                                "ENHANCEDSTATUSCODES"));
        if (rules.tls() instanceof TlsOffer.StartTls && !secured) {
            lines.add("STARTTLS");
        }
        if (signInPossible()) {
            lines.add("AUTH " + String.join(" ", Interrogation.MECHANISMS));
        }
        return new ServerReply(250, Optional.empty(), lines);
    }

    /// EHLO and HELO also do what RSET does (RFC 5321 §4.1.4).
    private void introduce(String name, boolean byEhlo) {
        forget();
        introduced = true;
        extended = byEhlo;
        service.introduced(name, byEhlo);
    }

    private void forget() {
        if (transaction != null) {
            transaction.close();
            transaction = null;
        }
    }

    private boolean signInPossible() {
        return switch (rules.signIn()) {
            case NEVER -> false;
            case OVER_TLS -> secured;
            case ALWAYS -> true;
        };
    }

    private void startTls(TlsOffer.Terms terms) throws IOException {
        // What is there already was sent in the clear, perhaps by somebody between us, and would be
        // taken for what the client says over TLS (RFC 3207 §6).
        if (exchange.input().pending()) {
            throw SessionEndedException.refused(Replies.NOT_ALONE);
        }
        Optional<SSLContext> context = terms.context().get();
        if (context.isEmpty()) {
            exchange.say(Replies.TLS_UNAVAILABLE);
            return;
        }
        exchange.say(Replies.START_TLS);
        exchange.flush();
        secure(context.get(), terms);
    }

    /// All that the client said before is forgotten (RFC 3207 §4.2).
    private void secure(SSLContext context, TlsOffer.Terms terms) throws IOException {
        var session = socket.secure(context, terms.protocols(), rules.deadlines().handshake());
        forget();
        introduced = false;
        extended = false;
        signedIn = false;
        secured = true;
        service.secured(session);
    }

    private ServerReply auth(ServerCommand.Auth command) throws IOException {
        if (!signInPossible()) {
            return rules.signIn() == ServerRules.SignInOffer.NEVER
                    ? Replies.NOT_HERE
                    : Replies.NEEDS_TLS;
        }
        if (!introduced) {
            return Replies.EHLO_FIRST;
        }
        if (signedIn || transaction != null) {
            return signedIn ? Replies.SIGNED_IN : Replies.MID_MESSAGE;
        }
        return switch (new SignInExchange(exchange).ask(command)) {
            case SignInExchange.Asked.Failed(ServerReply reply) -> reply;
            case SignInExchange.Asked.Given(Credentials credentials) -> checked(credentials);
        };
    }

    private ServerReply checked(Credentials credentials) throws IOException {
        ServerReply reply = service.authenticate(credentials);
        Arrays.fill(credentials.password(), (byte) 0);
        signedIn = reply.positive();
        if (!signedIn && ++signInFailures >= rules.limits().signInFailures()) {
            exchange.say(reply);
            throw SessionEndedException.refused(Replies.TOO_MANY_ERRORS);
        }
        return reply;
    }

    private ServerReply mail(ServerCommand.Mail mail) {
        if (!introduced) {
            return Replies.EHLO_FIRST;
        }
        if (transaction != null) {
            return Replies.MAIL_TWICE;
        }
        if (mail.size().isPresent() && mail.size().getAsLong() > rules.limits().size()) {
            return Replies.OVERSIZE;
        }
        ServerReply reply = service.mail(mail.sender(), mail.options(), mail.size());
        if (reply.positive()) {
            transaction = new MailTransaction(mail.sender(), mail.options());
        }
        return reply;
    }

    private ServerReply rcpt(Recipient recipient) throws SessionEndedException {
        if (transaction == null) {
            return Replies.NO_MAIL;
        }
        if (transaction.chunked()) {
            return Replies.CHUNKED;
        }
        if (recipient.address().needsUtf8() && !transaction.utf8()) {
            return Replies.NOT_ASCII;
        }
        if (transaction.recipients() == rules.limits().recipients()) {
            if (transaction.turnedAway() > rules.limits().recipients()) {
                throw SessionEndedException.refused(Replies.TOO_MANY_COMMANDS);
            }
            return Replies.TOO_MANY_RECIPIENTS;
        }
        ServerReply reply = service.recipient(recipient);
        if (reply.positive()) {
            transaction.add(recipient);
        }
        return reply;
    }

    private ServerReply data() throws IOException {
        if (transaction == null) {
            return notData(Replies.NO_MAIL);
        }
        if (transaction.chunked()) {
            return notData(Replies.CHUNKED);
        }
        if (transaction.recipients() == 0) {
            return notData(Replies.NO_RECIPIENT);
        }
        return settled(transaction.data(service, rules.limits(), exchange));
    }

    /// A client that goes on before it has seen that DATA is refused sends a message, which must
    /// not be taken for commands.
    private ServerReply notData(ServerReply reply) throws IOException {
        if (exchange.input().pending()) {
            exchange.say(reply);
            throw SessionEndedException.refused(Replies.NOT_ALONE);
        }
        return reply;
    }

    private ServerReply bdat(ServerCommand.Bdat chunk) throws IOException {
        if (transaction == null) {
            MailTransaction.drop(rules.limits(), exchange, chunk);
            return Replies.NO_MAIL;
        }
        ServerReply reply = transaction.chunk(service, rules.limits(), exchange, chunk);
        return chunk.last() ? settled(reply) : reply;
    }

    /// The message is taken or refused; either way it is no longer under way.
    private ServerReply settled(ServerReply reply) {
        forget();
        if (reply.positive()) {
            commands = 0;
            errors = 0;
        }
        return reply;
    }

    @Override
    public void close() {
        forget();
    }
}
