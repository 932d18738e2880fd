package dev.postern.doctor;

import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.protocol.imap.Answer;
import dev.postern.protocol.imap.Completion;
import dev.postern.protocol.imap.ImapClient;
import dev.postern.protocol.imap.Mailbox;
import dev.postern.protocol.pop3.Maildrop;
import dev.postern.protocol.pop3.Pop3Client;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.token.AccessToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A mailbox that is opened with a token, by IMAP (RFC 3501) or POP3 (RFC 1939). A value.
///
/// It is looked at only: EXAMINE and not SELECT, STAT and no RETR, so that a service that runs
/// beside it loses nothing. POP3 may know one session a mailbox; being told that it is in use is
/// proof enough.
///
/// @param folder not asked for with POP3
public record MailboxPatient(
        String name,
        Protocol protocol,
        String address,
        String folder,
        Reach reach,
        Application application)
        implements Patient {

    /// How it is opened.
    public enum Protocol {
        IMAP,
        POP3
    }

    @Override
    public String about() {
        return "%s by %s at %s"
                .formatted(address, protocol == Protocol.IMAP ? "IMAP" : "POP3", reach.endpoint());
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.NAME, Step.CONNECTION, Step.TLS));
        steps.addAll(Application.STEPS);
        steps.addAll(List.of(Step.CAPABILITIES, Step.SIGN_IN, Step.MAILBOX));
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException, InterruptedException {
        switch (protocol) {
            case IMAP -> {
                try (ImapClient client =
                        reach.open(
                                chart,
                                Service.IMAP,
                                (tls, line) ->
                                        ImapClient.connect(
                                                reach.endpoint(), tls, Reach.QUICK, line))) {
                    AccessToken token = application.token(chart, Service.IMAP, names());
                    inSession(chart, Service.IMAP, token, () -> imap(chart, client, token));
                }
            }
            case POP3 -> {
                try (Pop3Client client =
                        reach.open(
                                chart,
                                Service.POP3,
                                (tls, line) ->
                                        Pop3Client.connect(
                                                reach.endpoint(), tls, Reach.QUICK, line))) {
                    AccessToken token = application.token(chart, Service.POP3, names());
                    inSession(chart, Service.POP3, token, () -> pop3(chart, client, token));
                }
            }
        }
    }

    private Names names() {
        return application.names().withMailbox(address);
    }

    /// What is said in a session.
    @FunctionalInterface
    private interface Talk {
        void run() throws IOException, OverException;
    }

    /// A session that breaks off ends the chain at the step that was under way.
    private void inSession(Chart chart, Service service, AccessToken token, Talk talk)
            throws OverException, InterruptedException {
        try {
            talk.run();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while talking to " + reach.endpoint());
            }
            throw chart.failed(
                    chart.has(Step.SIGN_IN)
                            ? Step.MAILBOX
                            : chart.has(Step.CAPABILITIES) ? Step.SIGN_IN : Step.CAPABILITIES,
                    refusal(
                            Stage.ANY,
                            service,
                            "We talked to " + reach.endpoint(),
                            Reach.words(e),
                            token));
        }
    }

    private Ailment refusal(
            Stage stage, Service service, String did, String words, AccessToken token) {
        Evidence evidence = application.evidence(stage, service, words, names(), token);
        return Ailment.of(did + ".", evidence);
    }

    private void imap(Chart chart, ImapClient client, AccessToken token)
            throws IOException, OverException {
        SignInSteps.capabilities(
                chart, reach, Service.IMAP, client.capabilities().mechanisms(), client.greeting());
        signedIn(chart, Service.IMAP, client.authenticate(mechanism(token)), token);
        String did = "We signed in to %s, asked for its namespace and opened %s to look at it";
        switch (client.namespace().await()) {
            case Answer.Given<String> _ -> {
                // A server without NAMESPACE says BAD, and EXAMINE tells what counts.
            }
            case Answer.Denied<String>(Completion.NotConnected failure) ->
                    throw chart.failed(
                            Step.MAILBOX,
                            refusal(
                                    Stage.MAILBOX,
                                    Service.IMAP,
                                    did.formatted(address, folder),
                                    failure.text(),
                                    token));
            case Answer.Denied<String> _ -> {
                // As above.
            }
        }
        switch (client.examine(folder).await()) {
            case Answer.Given<Mailbox>(Mailbox mailbox) ->
                    opened(
                            chart,
                            Service.IMAP,
                            "%s has %d messages, UIDVALIDITY %d"
                                    .formatted(folder, mailbox.exists(), mailbox.uidValidity()));
            case Answer.Denied<Mailbox>(Completion.Failure failure) ->
                    throw chart.failed(
                            Step.MAILBOX,
                            failure instanceof Completion.No
                                    ? noFolder(failure)
                                    : refusal(
                                            Stage.MAILBOX,
                                            Service.IMAP,
                                            did.formatted(address, folder),
                                            failure.text(),
                                            token));
        }
        client.logout();
    }

    private Ailment noFolder(Completion.Failure failure) {
        return Troubles.of(
                        "folder", "The mailbox is open, but not its folder %s.".formatted(folder))
                .cause(
                        "There is no folder of this name; Exchange names folders in the mailbox's own language, and levels are separated by a slash.",
                        Troubles.postern("Correct it in the settings.", "folder: INBOX"))
                .ailment(
                        "We signed in to %s and opened %s to look at it."
                                .formatted(address, folder),
                        failure.text());
    }

    private void pop3(Chart chart, Pop3Client client, AccessToken token)
            throws IOException, OverException {
        SignInSteps.capabilities(
                chart, reach, Service.POP3, client.capabilities().mechanisms(), client.greeting());
        signedIn(chart, Service.POP3, client.authenticate(mechanism(token)), token);
        switch (client.stat().await()) {
            case dev.postern.protocol.pop3.Answer.Given<Maildrop>(Maildrop drop) ->
                    opened(
                            chart,
                            Service.POP3,
                            "the maildrop has %d messages".formatted(drop.messages()));
            case dev.postern.protocol.pop3.Answer.Denied<Maildrop>(var refusal) ->
                    throw chart.failed(
                            Step.MAILBOX,
                            refusal(
                                    Stage.MAILBOX,
                                    Service.POP3,
                                    "We signed in to %s and asked how many messages there are"
                                            .formatted(address),
                                    "-ERR " + refusal,
                                    token));
        }
        // Nothing was marked, so nothing is deleted.
        client.quit();
    }

    private XOAuth2 mechanism(AccessToken token) {
        return new XOAuth2(address, new dev.postern.protocol.sasl.AccessToken(token.value()));
    }

    private void opened(Chart chart, Service service, String text) {
        chart.experience().opened(service, names());
        chart.fine(Step.MAILBOX, text);
    }

    private void signedIn(Chart chart, Service service, SignIn signIn, AccessToken token)
            throws OverException {
        Optional<String> refused = SignInSteps.refused(signIn);
        if (refused.isPresent()) {
            throw chart.failed(
                    Step.SIGN_IN,
                    refusal(
                            Stage.SIGN_IN,
                            service,
                            "We signed in to %s as %s by XOAUTH2"
                                    .formatted(reach.endpoint(), address),
                            SignInSteps.asSaid(service, refused.get()),
                            token));
        }
        chart.fine(
                Step.SIGN_IN,
                "the token is taken for %s".formatted(address.toLowerCase(Locale.ROOT)));
    }
}
