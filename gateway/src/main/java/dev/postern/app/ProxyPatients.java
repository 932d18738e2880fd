package dev.postern.app;

import dev.postern.advice.Service;
import dev.postern.config.Cloud;
import dev.postern.config.HostPort;
import dev.postern.config.Proxy;
import dev.postern.config.Relay;
import dev.postern.config.Settings;
import dev.postern.doctor.Application;
import dev.postern.doctor.InletPatient;
import dev.postern.doctor.MailboxPatient;
import dev.postern.doctor.Patient;
import dev.postern.doctor.Proof;
import dev.postern.doctor.ProxyPatient;
import dev.postern.doctor.ProxyPatient.Clients;
import dev.postern.doctor.ProxyPatient.Secrecy;
import dev.postern.doctor.Reach;
import dev.postern.doctor.ServerPatient;
import dev.postern.doctor.SigningOn;
import dev.postern.doctor.SubmissionPatient;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes patients for the doctor out of the proxy's listeners: one of each listener, and one of
/// each mailbox that an account may open through it. Used by one thread.
final class ProxyPatients {

    /// More sign-ins than this at each listener would make a check a load.
    static final int MAILBOXES_MAX = 20;

    private final Settings settings;
    private final Clinic.Parts parts;
    private final ProxyMailboxes mailboxes;
    private final Optional<String> trouble;

    ProxyPatients(Settings settings, Clinic.Parts parts) {
        this.settings = settings;
        this.parts = parts;
        ProxyMailboxes known = new ProxyMailboxes(settings, List.of());
        Optional<String> unread = Optional.empty();
        try {
            known =
                    new ProxyMailboxes(
                            settings, new AccountBooks(settings.data(), parts.world()).list());
        } catch (IOException e) {
            unread = Optional.of(String.valueOf(e.getMessage()));
        }
        this.mailboxes = known;
        this.trouble = unread;
    }

    /// @param inlet of the listener
    /// @param named entries that are wanted: mailboxes among them are looked at before others
    List<Patient> patients(Proxy proxy, InletPatient inlet, List<String> named) throws IOException {
        List<String> all = mailboxes.behind(proxy);
        List<String> first =
                Stream.concat(
                                all.stream()
                                        .filter(mailbox ->
                                                named.stream().anyMatch(mailbox::equalsIgnoreCase)),
                                all.stream())
                        .distinct()
                        .limit(MAILBOXES_MAX)
                        .toList();
        List<String> left = all.stream().filter(mailbox -> !first.contains(mailbox)).toList();
        List<Patient> patients = new ArrayList<>();
        patients.add(
                new ProxyPatient(
                        inlet,
                        secrecy(proxy),
                        new Clients(mailboxes.accounts(proxy), first, left, trouble)));
        if (first.isEmpty()) {
            patients.add(server(proxy, inlet.name() + "/server"));
        }
        for (String mailbox : first) {
            patients.add(mailbox(proxy, inlet.name() + "/" + mailbox, mailbox));
        }
        return patients;
    }

    private static Secrecy secrecy(Proxy proxy) {
        if (RelayTerms.near(proxy.listen())) {
            return proxy.tls().mode() == Relay.Tls.Mode.IMPLICIT ? Secrecy.TLS : Secrecy.NEAR;
        }
        return proxy.passwordsInClear() && proxy.tls().mode() != Relay.Tls.Mode.IMPLICIT
                ? Secrecy.CLEAR
                : Secrecy.TLS;
    }

    private Patient server(Proxy proxy, String name) throws IOException {
        return new ServerPatient(
                name,
                switch (proxy.protocol()) {
                    case IMAP -> Service.IMAP;
                    case POP3 -> Service.POP3;
                    case SMTP -> Service.SMTP;
                },
                reach(proxy),
                application(proxy),
                Names.host(settings));
    }

    private Patient mailbox(Proxy proxy, String name, String mailbox) throws IOException {
        return switch (proxy.protocol()) {
            case IMAP -> opened(proxy, name, mailbox, MailboxPatient.Protocol.IMAP);
            case POP3 -> opened(proxy, name, mailbox, MailboxPatient.Protocol.POP3);
            case SMTP ->
                    new SubmissionPatient(
                            name,
                            Service.SMTP,
                            Names.host(settings),
                            reach(proxy),
                            new SigningOn.ByToken(application(proxy), mailbox),
                            AddrSpec.parse(mailbox).stream().toList(),
                            new Proof(Optional.empty(), ""));
        };
    }

    private Patient opened(
            Proxy proxy, String name, String mailbox, MailboxPatient.Protocol protocol)
            throws IOException {
        return new MailboxPatient(
                name, protocol, mailbox, "INBOX", reach(proxy), application(proxy));
    }

    private Application application(Proxy proxy) {
        return parts.ways()
                .application(proxy.tenant(), parts.ways().tenant(proxy.tenant()).cloud().scope());
    }

    private Reach reach(Proxy proxy) throws IOException {
        Cloud cloud = parts.ways().tenant(proxy.tenant()).cloud();
        return switch (proxy.protocol()) {
            case IMAP -> reach(cloud, cloud.imap(), Security.IMPLICIT);
            case POP3 -> reach(cloud, cloud.pop3(), Security.IMPLICIT);
            case SMTP -> reach(cloud, cloud.smtp(), Security.STARTTLS);
        };
    }

    private Reach reach(Cloud cloud, HostPort at, Security security) throws IOException {
        return new Reach(
                new Endpoint(at.host(), at.port(), security),
                parts.wiring().trust(cloud.trust()),
                parts.world().clock());
    }
}
