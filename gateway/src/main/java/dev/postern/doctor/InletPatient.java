package dev.postern.doctor;

import dev.postern.delivery.smtp.AnyCertificate;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An address where Postern itself listens. A value.
///
/// @param address where it listens
/// @param certificate what it shows; empty if it speaks in the clear
/// @param smtp how to speak to it as a stranger; empty if it is no SMTP listener
/// @param serviceRuns whether a service runs with these settings
public record InletPatient(
        String name,
        String about,
        InetSocketAddress address,
        Optional<OwnCertificate> certificate,
        Optional<Stranger> smtp,
        boolean serviceRuns)
        implements Patient {

    /// Domains that nobody can have (RFC 2606 §2).
    private static final AddrSpec FOREIGN_SENDER = AddrSpec.of("probe@sender.invalid");

    private static final AddrSpec FOREIGN_RECIPIENT = AddrSpec.of("probe@recipient.invalid");

    /// How a stranger speaks to a listener.
    ///
    /// @param admitted whether the settings let anybody in who comes from this machine
    public record Stranger(Security security, boolean admitted) {}

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.PORT));
        if (certificate.isPresent()) {
            steps.add(Step.CERTIFICATE);
        }
        if (smtp.isPresent()) {
            steps.add(Step.OPEN_RELAY);
        }
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException {
        boolean held = port(chart);
        certificate.ifPresent(own -> own.look(chart));
        if (smtp.isPresent()) {
            if (held) {
                openRelay(chart, smtp.get());
            } else {
                chart.unknown(Step.OPEN_RELAY, "no service listens now that could be tried");
            }
        }
    }

    /// @return whether the service holds it
    private boolean port(Chart chart) throws OverException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            if (serviceRuns) {
                throw chart.failed(
                        Step.PORT,
                        Troubles.of("not-listening", "The service runs, and does not listen here.")
                                .cause(
                                        "It has not read these settings yet.",
                                        Troubles.postern(
                                                "Have it read them.", "postern config reload"))
                                .ailment("We listened at %s ourselves.".formatted(at()), ""));
            }
            chart.fine(Step.PORT, at() + " can be had");
            return false;
        } catch (IOException e) {
            if (serviceRuns) {
                chart.fine(Step.PORT, at() + " is held by the running service");
                return true;
            }
            throw chart.failed(Step.PORT, unavailable(e));
        }
    }

    private Ailment unavailable(IOException e) {
        return Troubles.of("port", "Postern cannot listen at %s.".formatted(at()))
                .cause(
                        "Another program listens there.",
                        Troubles.bash(
                                "See which.",
                                "ss -ltnp 'sport = :%d'".formatted(address.getPort())))
                .cause(
                        "Ports below 1024 are for root, or for who was given the right.",
                        Troubles.bash(
                                "Give it to the service.",
                                "systemctl edit postern    # [Service] AmbientCapabilities=CAP_NET_BIND_SERVICE"))
                .cause("This machine does not have the address.")
                .ailment("We listened at %s ourselves.".formatted(at()), Reach.words(e));
    }

    private void openRelay(Chart chart, Stranger stranger) {
        Endpoint endpoint = new Endpoint(host(), address.getPort(), stranger.security());
        try (SmtpClient client =
                SmtpClient.connect(
                        endpoint,
                        AnyCertificate.context(),
                        "postern-check.invalid",
                        Reach.QUICK,
                        Dialogue.UNHEARD)) {
            Reply reply = client.tryRecipient(FOREIGN_SENDER, FOREIGN_RECIPIENT);
            client.quit();
            if (!reply.positive()) {
                chart.fine(Step.OPEN_RELAY, "a stranger is told: " + reply);
            } else if (stranger.admitted()) {
                chart.unknown(
                        Step.OPEN_RELAY,
                        "this machine is in a trusted network, so it may; try from another");
            } else {
                chart.wrong(Step.OPEN_RELAY, open(endpoint, reply));
            }
        } catch (IOException e) {
            chart.unknown(Step.OPEN_RELAY, "it could not be tried: " + Reach.words(e));
        }
    }

    private static Ailment open(Endpoint endpoint, Reply reply) {
        return Troubles.of("open-relay", "A stranger may send to anybody through this listener.")
                .cause(
                        "`trusted` covers networks that it should not, or `open-relay` is on.",
                        Troubles.postern(
                                "Let only your own devices in without a sign-in.",
                                "sign-in: required"))
                .ailment(
                        "We began a message at %s without signing in, from %s to %s."
                                .formatted(endpoint, FOREIGN_SENDER, FOREIGN_RECIPIENT),
                        reply.toString());
    }

    private String host() {
        return address.getAddress() == null || address.getAddress().isAnyLocalAddress()
                ? "localhost"
                : address.getAddress().getHostAddress();
    }

    private String at() {
        return address.getHostString() + ":" + address.getPort();
    }
}
