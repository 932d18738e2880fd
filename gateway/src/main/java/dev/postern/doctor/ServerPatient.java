package dev.postern.doctor;

import dev.postern.advice.Evidence;
import dev.postern.advice.Service;
import dev.postern.advice.Stage;
import dev.postern.protocol.imap.ImapClient;
import dev.postern.protocol.pop3.Pop3Client;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.token.AccessToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The server behind the proxy while nobody's mailbox is known that could be opened: as far as one
/// gets without signing in. A value.
///
/// @param greeting what we call ourselves in EHLO
public record ServerPatient(
        String name, Service service, Reach reach, Application application, String greeting)
        implements Patient {

    @Override
    public String about() {
        return "%s at %s".formatted(service.title(), reach.endpoint());
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.NAME, Step.CONNECTION, Step.TLS));
        steps.addAll(Application.STEPS);
        steps.add(Step.CAPABILITIES);
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException, InterruptedException {
        Said said = said(chart);
        AccessToken _ = application.token(chart, service, application.names());
        SignInSteps.capabilities(chart, reach, service, said.mechanisms(), said.greeting());
    }

    private record Said(List<String> mechanisms, String greeting) {}

    private Said said(Chart chart) throws OverException, InterruptedException {
        try {
            return greeted(chart);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while talking to " + reach.endpoint());
            }
            throw chart.failed(
                    Step.CAPABILITIES,
                    Ailment.of(
                            "We asked %s what it can do.".formatted(reach.endpoint()),
                            Evidence.of(Stage.ANY, service, Reach.words(e), application.names())));
        }
    }

    private Said greeted(Chart chart) throws IOException, OverException, InterruptedException {
        return switch (service) {
            case IMAP -> {
                try (ImapClient client =
                        reach.open(
                                chart,
                                service,
                                (tls, line) ->
                                        ImapClient.connect(
                                                reach.endpoint(), tls, Reach.QUICK, line))) {
                    yield new Said(client.capabilities().mechanisms(), client.greeting());
                }
            }
            case POP3 -> {
                try (Pop3Client client =
                        reach.open(
                                chart,
                                service,
                                (tls, line) ->
                                        Pop3Client.connect(
                                                reach.endpoint(), tls, Reach.QUICK, line))) {
                    yield new Said(client.capabilities().mechanisms(), client.greeting());
                }
            }
            case SMTP, HVE, ACS_SMTP, ENTRA, ACS, GRAPH, OTHER, ANY -> {
                try (SmtpClient client =
                        reach.open(
                                chart,
                                service,
                                (tls, line) ->
                                        SmtpClient.connect(
                                                reach.endpoint(),
                                                tls,
                                                greeting,
                                                Reach.QUICK,
                                                line))) {
                    yield new Said(
                            client.extensions().mechanisms(), client.extensions().toString());
                }
            }
        };
    }
}
