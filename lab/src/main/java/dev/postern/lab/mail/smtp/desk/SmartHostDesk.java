package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.SmartHost;
import dev.postern.lab.mail.Outbox;
import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.smtp.Desk;
import dev.postern.lab.mail.smtp.Proof;
import dev.postern.lab.mail.smtp.Reply;
import dev.postern.lab.mail.smtp.Transaction;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A mail server of the organisation's own. Used by the session's thread.
public final class SmartHostDesk implements Desk {

    private static final String HOST = "mail.onprem.example";
    private static final int RECIPIENTS = 1_000;

    private final Premises premises;
    private final Counter counter;
    private String account = "";

    public SmartHostDesk(Premises premises, Talk talk) {
        this.premises = premises;
        counter = new Counter(premises, talk, Outbox.Server.SMART_HOST, LabLog.Source.SMART_HOST);
    }

    @Override
    public String banner() {
        return HOST + " ESMTP";
    }

    @Override
    public String hello() {
        return HOST;
    }

    @Override
    public List<String> extensions() {
        return List.of(
                "PIPELINING",
                "DSN",
                "ENHANCEDSTATUSCODES",
                "8BITMIME",
                "BINARYMIME",
                "CHUNKING",
                "SMTPUTF8");
    }

    @Override
    public List<String> mechanisms(boolean secure) {
        return host().accounts().isEmpty() ? List.of() : List.of("PLAIN", "LOGIN");
    }

    @Override
    public Bounds bounds() {
        return new Bounds(host().octets(), RECIPIENTS);
    }

    @Override
    public Reply signIn(Proof proof) throws IOException {
        if (proof instanceof Proof.Password(String user, String password)
                && password.equals(host().accounts().get(user))) {
            account = user;
            return counter.admitted(user, Instant.MAX);
        }
        return counter.refused(
                "",
                "no such account, or another password",
                Reply.of("535 5.7.8 Authentication credentials invalid"));
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction) {
        return host().signInRequired() && account.isEmpty()
                ? Optional.of(Reply.of("530 5.7.0 Authentication required"))
                : Optional.empty();
    }

    @Override
    public Optional<Reply> refusal(Transaction transaction, String recipient) {
        if (!host().serves(recipient)) {
            return Optional.of(Reply.of("550 5.7.1 Relaying denied"));
        }
        return host().knows(recipient)
                ? Optional.empty()
                : Optional.of(Reply.of("550 5.1.1 <" + recipient + ">: Recipient unknown"));
    }

    @Override
    public Reply take(Transaction transaction, MessageSource message) {
        return counter.accepted(account, transaction, message, Duration.ZERO);
    }

    @Override
    public void over(Transaction transaction) {
        // nothing is counted
    }

    private SmartHost host() {
        return premises.directory().world().smartHost();
    }
}
