package dev.postern.doctor;

import dev.postern.advice.Circumstance;
import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.sasl.Login;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.Password;
import dev.postern.protocol.sasl.Plain;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.smtp.Authenticated;
import dev.postern.protocol.smtp.Extensions;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.token.AccessToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A way out by SMTP (RFC 5321). A value.
///
/// A transaction is begun as each sender that the settings tell of, and given up: no message is
/// sent unless one is wanted.
///
/// @param greeting what we call ourselves in EHLO
/// @param senders as whom mail is sent, the account's own address first; may be empty
public record SubmissionPatient(
        String name,
        Service service,
        String greeting,
        Reach reach,
        SigningOn signingOn,
        List<AddrSpec> senders,
        Proof proof)
        implements Patient {

    /// More senders than this would make a check a load.
    private static final int SENDERS_MAX = 8;

    public SubmissionPatient {
        senders = List.copyOf(senders);
    }

    @Override
    public String about() {
        String who =
                switch (signingOn) {
                    case SigningOn.Nobody() -> "";
                    case SigningOn.ByPassword password -> " as " + password.user();
                    case SigningOn.ByToken token -> " as " + token.user();
                };
        return "%s at %s%s".formatted(service.title(), reach.endpoint(), who);
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.NAME, Step.CONNECTION));
        if (reach.endpoint().security() != dev.postern.protocol.wire.Security.NONE) {
            steps.add(Step.TLS);
        }
        if (signingOn instanceof SigningOn.ByToken) {
            steps.addAll(Application.STEPS);
        }
        steps.add(Step.CAPABILITIES);
        if (!(signingOn instanceof SigningOn.Nobody)) {
            steps.add(Step.SIGN_IN);
        }
        steps.add(Step.SENDER);
        if (senders.size() > 1) {
            steps.add(Step.RIGHT);
        }
        if (proof.mail().isPresent()) {
            steps.add(Step.TEST_MESSAGE);
        }
        return steps;
    }

    /// What is known while the session lasts.
    ///
    /// @param token empty if a password signs in, or nobody
    private record Sitting(Chart chart, SmtpClient client, Optional<AccessToken> token) {}

    @Override
    public void examine(Chart chart) throws OverException, InterruptedException {
        try (SmtpClient client =
                reach.open(
                        chart,
                        service,
                        (tls, line) ->
                                SmtpClient.connect(
                                        reach.endpoint(), tls, greeting, Reach.QUICK, line))) {
            Optional<AccessToken> token =
                    signingOn instanceof SigningOn.ByToken by
                            ? Optional.of(by.application().token(chart, service, names()))
                            : Optional.empty();
            Sitting sitting = new Sitting(chart, client, token);
            try {
                inSession(sitting);
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while talking to " + reach.endpoint());
                }
                Step step =
                        chart.has(Step.SIGN_IN) || signingOn instanceof SigningOn.Nobody
                                ? Step.SENDER
                                : Step.SIGN_IN;
                throw chart.failed(
                        step,
                        Ailment.of(
                                "We talked to %s.".formatted(reach.endpoint()),
                                evidence(sitting.token(), Stage.ANY, Reach.words(e))));
            }
            client.quit();
            proof.test(chart, service, (stage, words) -> evidence(token, stage, words));
        }
    }

    private void inSession(Sitting sitting) throws IOException, OverException {
        Extensions extensions = sitting.client().extensions();
        boolean wantsToken = signingOn instanceof SigningOn.ByToken;
        if (wantsToken && !extensions.mechanisms().contains("XOAUTH2")) {
            throw sitting.chart()
                    .failed(
                            Step.CAPABILITIES,
                            SignInSteps.noXoauth2(reach, extensions.mechanisms()));
        }
        sitting.chart()
                .fine(
                        Step.CAPABILITIES,
                        "%s%s"
                                .formatted(
                                        extensions.toString().isEmpty() ? "none" : extensions,
                                        extensions.mechanisms().isEmpty()
                                                ? ""
                                                : "; sign-in by "
                                                        + String.join(
                                                                ", ", extensions.mechanisms())));
        if (wantsToken && user().isEmpty()) {
            sitting.chart()
                    .unknown(
                            Step.SIGN_IN,
                            "each message's own sender signs in, and the settings name none");
            return;
        }
        signIn(sitting, extensions);
        senders(sitting);
    }

    private void signIn(Sitting sitting, Extensions extensions) throws IOException, OverException {
        Optional<Mechanism> mechanism = mechanism(sitting, extensions);
        if (mechanism.isEmpty()) {
            return;
        }
        Authenticated came = sitting.client().authenticate(mechanism.get());
        Optional<String> refused = SignInSteps.refused(came.signIn());
        if (refused.isPresent()) {
            String words = came.reply().map(Reply::toString).orElse(refused.get());
            throw sitting.chart()
                    .failed(
                            Step.SIGN_IN,
                            Ailment.of(
                                    "We signed in to %s as %s by %s."
                                            .formatted(
                                                    reach.endpoint(),
                                                    user(),
                                                    mechanism.get().name()),
                                    evidence(sitting.token(), Stage.SIGN_IN, words)));
        }
        sitting.chart()
                .fine(Step.SIGN_IN, "%s is let in by %s".formatted(user(), mechanism.get().name()));
    }

    private Optional<Mechanism> mechanism(Sitting sitting, Extensions extensions)
            throws IOException, OverException {
        return switch (signingOn) {
            case SigningOn.Nobody() -> Optional.empty();
            case SigningOn.ByToken by ->
                    sitting.token()
                            .map(token ->
                                    new XOAuth2(
                                            by.user(),
                                            new dev.postern.protocol.sasl.AccessToken(
                                                    token.value())));
            case SigningOn.ByPassword(String user, var source, boolean loginOnly) -> {
                Password password = password(sitting.chart(), source.reveal());
                yield Optional.of(
                        !loginOnly && extensions.mechanisms().contains("PLAIN")
                                ? new Plain(user, password)
                                : new Login(user, password));
            }
        };
    }

    private static Password password(Chart chart, String text) throws OverException {
        try {
            return new Password(text);
        } catch (IllegalArgumentException _) {
            throw chart.failed(
                    Step.SIGN_IN,
                    Troubles.of("password", "The password in the settings cannot be one.")
                            .cause("It is empty, or has a character that no password may have.")
                            .ailment("We read the password that the settings name.", ""));
        }
    }

    private String user() {
        return switch (signingOn) {
            case SigningOn.Nobody() -> "nobody";
            case SigningOn.ByPassword password -> password.user();
            case SigningOn.ByToken token -> token.user();
        };
    }

    private void senders(Sitting sitting) throws IOException {
        if (senders.isEmpty()) {
            sitting.chart()
                    .unknown(
                            Step.SENDER,
                            "each message has its own sender; postern check --send-test sends one");
            return;
        }
        boolean taken = sender(sitting, Step.SENDER, senders.getFirst());
        if (taken) {
            sitting.chart()
                    .fine(Step.SENDER, "MAIL FROM:<%s> is taken".formatted(senders.getFirst()));
        }
        List<AddrSpec> others = senders.stream().skip(1).limit(SENDERS_MAX).toList();
        if (!others.isEmpty()) {
            others(sitting, others);
        }
    }

    private void others(Sitting sitting, List<AddrSpec> others) throws IOException {
        boolean taken = true;
        for (AddrSpec sender : others) {
            taken &= sender(sitting, Step.RIGHT, sender);
        }
        if (taken) {
            sitting.chart()
                    .unknown(
                            Step.RIGHT,
                            "MAIL FROM is taken for %d more senders; whether From is, only a message tells (--send-test)"
                                    .formatted(others.size()));
        }
    }

    private boolean sender(Sitting sitting, Step step, AddrSpec sender) throws IOException {
        if (sender.needsUtf8()) {
            return true;
        }
        Reply reply = sitting.client().trySender(sender);
        if (!reply.positive()) {
            Evidence evidence = evidence(sitting.token(), Stage.SENDER, reply.toString());
            sitting.chart()
                    .wrong(
                            step,
                            Ailment.of(
                                    "We began a message as %s: MAIL FROM:<%s>."
                                            .formatted(sender, sender),
                                    new Evidence(
                                            evidence.stage(),
                                            evidence.service(),
                                            evidence.words(),
                                            evidence.token(),
                                            evidence.names().withSender(sender.toString()),
                                            evidence.circumstances())));
        }
        return reply.positive();
    }

    private Names names() {
        Names names =
                switch (signingOn) {
                    case SigningOn.Nobody _ -> Names.NONE;
                    case SigningOn.ByPassword password -> named(Names.NONE, password.user());
                    case SigningOn.ByToken token ->
                            named(token.application().names(), token.user());
                };
        return senders.isEmpty() ? names : names.withSender(senders.getFirst().toString());
    }

    private Names named(Names names, String user) {
        return service == Service.ACS_SMTP ? names.withSmtpUsername(user) : names.withMailbox(user);
    }

    private Evidence evidence(Optional<AccessToken> token, Stage stage, String words) {
        return switch (signingOn) {
            case SigningOn.ByToken by when token.isPresent() ->
                    by.application().evidence(stage, service, words, names(), token.get());
            case SigningOn.ByPassword _ ->
                    Evidence.of(stage, service, words, names()).with(Circumstance.PASSWORD_USED);
            case SigningOn.ByToken _, SigningOn.Nobody _ ->
                    Evidence.of(stage, service, words, names());
        };
    }
}
