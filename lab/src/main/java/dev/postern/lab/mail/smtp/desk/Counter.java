package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.LabLog;
import dev.postern.lab.mail.FrontEnd;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.smtp.Reply;
import dev.postern.lab.mail.smtp.Transaction;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// What Microsoft's desks have in common: how they greet, sign their replies and keep books. Used
/// by the session's thread.
final class Counter {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Premises premises;
    private final Talk talk;
    private final Outbox.Server server;
    private final LabLog.Source source;

    Counter(Premises premises, Talk talk, Outbox.Server server, LabLog.Source source) {
        this.premises = premises;
        this.talk = talk;
        this.server = server;
        this.source = source;
    }

    Instant now() {
        return premises.clock().instant();
    }

    String banner() {
        return "%s Microsoft ESMTP MAIL Service ready at %s [%s]"
                .formatted(FrontEnd.HOST, DATE.format(now()), session());
    }

    String hello() {
        return FrontEnd.HOST + " Hello [127.0.0.1]";
    }

    /// A reply that ends in the host, the time and the session, in brackets.
    Reply signed(String line) {
        return Reply.of(
                "%s [%s %s %s]"
                        .formatted(
                                line,
                                FrontEnd.HOST,
                                now().truncatedTo(ChronoUnit.MILLIS),
                                session()));
    }

    /// Notes who signed in.
    Reply admitted(String account, Instant until) throws IOException {
        talk.admit(account, until);
        talk.dialogue().signedIn(account);
        premises.log().add(source, account, "signed in");
        return Reply.of("235 2.7.0 Authentication successful");
    }

    /// Notes a sign-in that is refused, and why.
    Reply refused(String account, String reason, Reply reply) {
        talk.dialogue().remark("refused: " + reason);
        talk.exchange().journal().refused();
        premises.log().add(source, account, "refused: " + reason);
        return reply;
    }

    /// The generic no.
    Reply refused(String account, String reason) {
        return refused(account, reason, signed("535 5.7.3 Authentication unsuccessful"));
    }

    /// Hands a message over, and says so.
    Reply accepted(String account, Transaction transaction, MessageSource message, Duration delay) {
        Outbox.Way way = new Outbox.Way(server, account, talk.dialogue().number(), delay);
        Outbox.Accepted accepted =
                premises.postOffice().accept(way, transaction.envelope(), message);
        return Reply.of(
                "250 2.0.0 OK <%016x@%s> [Hostname=%s]"
                        .formatted(accepted.number(), FrontEnd.HOST, FrontEnd.HOST));
    }

    private String session() {
        return "08DE%012X".formatted(talk.dialogue().number());
    }
}
