package dev.postern.doctor;

import dev.postern.advice.Evidence;
import dev.postern.advice.Names;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.delivery.http.Came;
import dev.postern.delivery.http.JsonError;
import dev.postern.token.AccessToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A way out by HTTP: Microsoft Graph, or Azure Communication Services. A value.
///
/// @param application empty if an access key signs
/// @param sender as whom mail is sent; empty if each message has its own
/// @param question asks something that changes nothing and that only who may send is answered
public record RestPatient(
        String name,
        Service service,
        Reach reach,
        Optional<Application> application,
        Optional<String> sender,
        Question question,
        Proof proof)
        implements Patient {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int BROKEN = 500;

    /// A request that shows whether we are let in.
    @FunctionalInterface
    public interface Question {
        Came ask() throws InterruptedException;
    }

    @Override
    public String about() {
        return "%s at %s%s"
                .formatted(
                        service.title(),
                        reach.endpoint(),
                        sender.map(address -> " as " + address).orElse(""));
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.NAME, Step.CONNECTION, Step.TLS));
        if (application.isPresent()) {
            steps.addAll(Application.STEPS);
        }
        steps.add(Step.SIGN_IN);
        if (proof.mail().isPresent()) {
            steps.add(Step.TEST_MESSAGE);
        }
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException, InterruptedException {
        reach.only(chart);
        Optional<AccessToken> token =
                application.isPresent()
                        ? Optional.of(application.get().token(chart, service, names()))
                        : Optional.empty();
        String did =
                switch (service) {
                    case GRAPH ->
                            "We asked for a message without recipients to be sent, which nobody can get.";
                    case ACS, ENTRA, IMAP, POP3, SMTP, HVE, ACS_SMTP, OTHER, ANY ->
                            "We asked after a message that was never sent.";
                };
        if (service == Service.GRAPH && sender.isEmpty()) {
            chart.unknown(
                    Step.SIGN_IN, "each message's own sender sends, and the settings name none");
            return;
        }
        switch (question.ask()) {
            case Came.Nothing(String words, _, _) ->
                    throw chart.failed(
                            Step.SIGN_IN, Ailment.of(did, evidence(token, Stage.SIGN_IN, words)));
            case Came.Response(int status, _, String body) -> {
                String words = "HTTP " + status + " " + JsonError.in(body).words(body);
                if (refused(status)) {
                    throw chart.failed(
                            Step.SIGN_IN, Ailment.of(did, evidence(token, Stage.SIGN_IN, words)));
                }
                chart.fine(Step.SIGN_IN, "we are let in (answered %d)".formatted(status));
            }
        }
        proof.test(chart, service, (stage, words) -> evidence(token, stage, words));
    }

    /// Whoever may send is told by Graph that the recipients are wrong (400), and by Azure
    /// Communication Services that there is no such operation (404).
    private boolean refused(int status) {
        return status == UNAUTHORIZED
                || status == FORBIDDEN
                || status == TOO_MANY
                || status >= BROKEN
                || (service == Service.GRAPH && status == NOT_FOUND);
    }

    private Names names() {
        Names names = application.map(Application::names).orElse(Names.NONE);
        return sender.map(address -> names.withMailbox(address).withSender(address)).orElse(names);
    }

    private Evidence evidence(Optional<AccessToken> token, Stage stage, String words) {
        return token.isPresent()
                ? application.orElseThrow().evidence(stage, service, words, names(), token.get())
                : Evidence.of(stage, service, words, names());
    }
}
