package dev.postern.app;

import dev.postern.control.AccountOrder;
import dev.postern.lab.Lab;
import dev.postern.lab.entra.EntraFault;
import dev.postern.lab.entra.EntraFaults;
import dev.postern.lab.tls.Authority;
import dev.postern.lab.tls.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What goes wrong in the house itself: names, ports, certificates, files, and what DNS says of the
/// domains that mail is sent from.
final class HouseComplaints {

    private static final String PROXY = "listen: \"127.0.0.1:1143\"";
    private static final String SCANS = "listen: \"127.0.0.1:2525\"";
    private static final String TLS = ", tls: {mode: starttls, certificate: tls.pem, key: tls.key}";
    private static final String REAL_TENANT =
            """
            tenants:
              real:
                tenant-id: 22222222-2222-2222-2222-222222222222
                client-id: 11111111-1111-1111-1111-111111111111
                credential: {secret: none}
            """;
    private static final String SPF =
            "example.cz TXT v=spf1 include:spf.protection.outlook.com -all";
    private static final String DKIM = "selector1._domainkey.example.cz TXT v=DKIM1; k=rsa; p=MIGf";
    private static final String DMARC = "_dmarc.example.cz TXT v=DMARC1; p=reject";
    private static final String MX = "example.cz MX 0 example-cz.mail.protection.outlook.com.";

    /// Days that a certificate of [Authority] is good for.
    private static final int LEFT = 365;

    private HouseComplaints() {}

    static List<Complaint> all() {
        return Stream.of(servers(), files(), listeners(), domains()).flatMap(List::stream).toList();
    }

    private static List<Complaint> servers() {
        return List.of(
                Complaint.of("Nothing answers at a server's port", lab -> {})
                        .edit("port: SMARTPORT", "port: 1")
                        .at("tcp", "connection", "onprem")
                        .mendedBy("nc -vz"),
                Complaint.of("The name of a server has no address", lab -> {})
                        .edit("imap: localhost", "imap: nowhere.invalid")
                        .at("dns", "name", "requests")
                        .mendedBy("getent hosts nowhere.invalid"),
                Complaint.of(
                                "A server's certificate has expired",
                                lab -> lab.tls().imap().show(Shown.EXPIRED))
                        .at("tls-expired", "TLS", "requests")
                        .mendedBy("renew"),
                Complaint.of(
                                "A server's certificate is for another name",
                                lab -> lab.tls().imap().show(Shown.WRONG_NAME))
                        .at("tls-name", "TLS", "requests")
                        .mendedBy("into the settings"),
                Complaint.of(
                                "Nobody vouches for a server's certificate",
                                lab -> lab.tls().smtp().show(Shown.UNTRUSTED))
                        .at("tls-untrusted", "TLS", "exchange")
                        .mendedBy("openssl s_client"),
                Complaint.of(
                                "The clocks are apart",
                                lab -> lab.clock().shiftTo(Duration.ofMinutes(-20)))
                        .at("clock", "clock", "requests")
                        .mendedBy("timedatectl set-ntp true"),
                Complaint.of("Where TLS should begin, something else is said", lab -> {})
                        .edit("tls: required, trust", "tls: implicit, trust")
                        .at("tls", "TLS", "onprem")
                        .mendedBy(""),
                Complaint.of("A server takes no tokens", lab -> {})
                        .edit(
                                "tls: required, trust",
                                "sign-in: {mailbox: noreply@example.cz, tenant: lab}, tls: required, trust")
                        .at("mechanism", "capabilities", "onprem")
                        .mendedBy("Compare the host"),
                Complaint.of("The password in the settings cannot be one", lab -> {})
                        .edit(
                                "tls: required, trust",
                                "sign-in: {user: postern, password: \"\\u0000\"}, tls: required, trust")
                        .at("password", "sign-in", "onprem")
                        .mendedBy(""),
                Complaint.of(
                                "The token endpoint answers with a page of somebody else",
                                lab ->
                                        lab.entra()
                                                .faults()
                                                .add(new EntraFault.Html(502), EntraFaults.ALWAYS))
                        .at("token", "token", "requests")
                        .mendedBy("curl -sS"),
                Complaint.of("A mailbox has no such folder", lab -> {})
                        .edit("    after: delete", "    folder: Orders\n    after: delete")
                        .at("folder", "mailbox", "requests")
                        .mendedBy("folder"),
                Complaint.of(
                                "A server refuses in words that nobody knows",
                                lab ->
                                        Complaints.answer(
                                                lab,
                                                "smtp",
                                                "MAIL",
                                                "550 5.9.9 The moon stands in the wrong house"))
                        .at("unknown", "sender", "exchange")
                        .mendedBy("Look them up"));
    }

    private static List<Complaint> files() {
        return List.of(
                Complaint.of("The program of a destination is not there", lab -> {})
                        .edit(
                                "inbox: {folder: inbox}",
                                "inbox: {command: [/usr/bin/no-such-program]}")
                        .at("program-missing", "program", "inbox")
                        .mendedBy("command -v no-such-program"),
                Complaint.of("The folder of a destination is not there", lab -> {})
                        .edit("inbox: {folder: inbox}", "inbox: {folder: /nonexistent/inbox}")
                        .at("folder-missing", "folder", "inbox")
                        .mendedBy("install -d -m 700"),
                Complaint.of("The program of a destination may not be run", lab -> {})
                        .edit("inbox: {folder: inbox}", "inbox: {command: [/etc/passwd]}")
                        .at("program-closed", "program", "inbox")
                        .mendedBy("chmod"),
                Complaint.of("The folder of a destination cannot be written to", lab -> {})
                        .edit("inbox: {folder: inbox}", "inbox: {folder: /proc}")
                        .at("folder-closed", "folder", "inbox")
                        .mendedBy("chown postern: '/proc'"),
                Complaint.of("The disk is nearly full", lab -> {})
                        .edit("data: data", "data: data\nqueue: {reserve: 1000000GiB}")
                        .at("space", "space", "data")
                        .mendedBy("df -h"),
                Complaint.of(
                                "Other users of the machine can read a secret",
                                lab -> {
                                    Path file = beside(lab, "secret");
                                    Files.writeString(file, "lab-secret");
                                    Files.setPosixFilePermissions(
                                            file, PosixFilePermissions.fromString("rw-r--r--"));
                                })
                        .edit("secret: lab-secret", "secret: \"${file:secret}\"")
                        .at("secrets-open", "secret files", "data")
                        .mendedBy("chmod go-rwx"));
    }

    private static List<Complaint> listeners() {
        return List.of(
                Complaint.of("Nobody may use a listener of the proxy", lab -> {})
                        .edit("127.0.0.1:1143", "127.0.0.1:21143")
                        .at("no-account", "accounts", "127.0.0.1:21143")
                        .mendedBy("postern account add NAME --mailboxes ADDRESS"),
                Complaint.of("The proxy takes passwords in the clear", HouseComplaints::account)
                        .edit(PROXY, "listen: \"0.0.0.0:21144\", passwords-in-clear: on")
                        .at("passwords-in-clear", "passwords", "0.0.0.0:21144")
                        .mendedBy("passwords-in-clear: off"),
                Complaint.of("Another program listens at Postern's port", lab -> {})
                        .edit("127.0.0.1:8024", "127.0.0.1:SMARTPORT")
                        .at("port", "port", "api")
                        .mendedBy("ss -ltnp"),
                Complaint.of(
                                "A listener's certificate is no certificate",
                                lab -> {
                                    certificate(lab, Duration.ZERO);
                                    Files.writeString(beside(lab, "tls.pem"), "nothing");
                                })
                        .edit(SCANS, "listen: \"127.0.0.1:21145\"" + TLS)
                        .at("certificate", "certificate", "127.0.0.1:21145")
                        .mendedBy(""),
                Complaint.of(
                                "A listener's certificate is for another name",
                                lab -> certificate(lab, Duration.ZERO))
                        .edit("  listeners:", "  name: gate.example.cz\n  listeners:")
                        .edit(SCANS, "listen: \"127.0.0.1:21146\"" + TLS)
                        .at("certificate-name", "certificate", "127.0.0.1:21146")
                        .mendedBy("relay: {name: mail.example.cz}"),
                Complaint.of(
                                "A listener's certificate ends soon",
                                lab -> certificate(lab, Duration.ofDays(LEFT - 20)))
                        .edit("  listeners:", "  name: mail.example.cz\n  listeners:")
                        .edit(SCANS, "listen: \"127.0.0.1:21147\"" + TLS)
                        .at("certificate-ending", "certificate", "127.0.0.1:21147")
                        .mendedBy("openssl x509"),
                Complaint.of(
                                "A listener's certificate has ended",
                                lab -> certificate(lab, Duration.ofDays(LEFT + 1)))
                        .edit("  listeners:", "  name: mail.example.cz\n  listeners:")
                        .edit(SCANS, "listen: \"127.0.0.1:21148\"" + TLS)
                        .at("certificate-expired", "certificate", "127.0.0.1:21148")
                        .mendedBy("openssl x509"));
    }

    private static List<Complaint> domains() {
        return List.of(
                domain("DNS does not say who may send for a domain", DKIM, DMARC, MX)
                        .at("spf-none", "SPF", "example.cz")
                        .mendedBy("v=spf1 include:spf.protection.outlook.com -all"),
                domain("A domain has two SPF records", SPF, SPF + " ", DKIM, DMARC, MX)
                        .at("spf-several", "SPF", "example.cz")
                        .mendedBy("Make one of them"),
                domain(
                                "The SPF record does not name Microsoft's servers",
                                "example.cz TXT v=spf1 ip4:192.0.2.1 -all",
                                DKIM,
                                DMARC,
                                MX)
                        .at("spf-microsoft", "SPF", "example.cz")
                        .mendedBy("v=spf1 include:spf.protection.outlook.com ip4:192.0.2.1 -all"),
                domain(
                                "The SPF record lets everybody send",
                                SPF.replace("-all", "+all"),
                                DKIM,
                                DMARC,
                                MX)
                        .at("spf-all", "SPF", "example.cz")
                        .mendedBy("-all"),
                domain("A domain has no DKIM key", SPF, DMARC, MX)
                        .at("dkim-none", "DKIM", "example.cz")
                        .mendedBy("Set-DkimSigningConfig -Identity example.cz -Enabled $true"),
                domain("A domain has no DMARC policy", SPF, DKIM, MX)
                        .at("dmarc-none", "DMARC", "example.cz")
                        .mendedBy("_dmarc.example.cz. TXT"),
                domain("Nobody takes mail for a domain", SPF, DKIM, DMARC)
                        .at("mx-none", "MX", "example.cz")
                        .mendedBy("Publish the one"));
    }

    /// A domain of a cloud that has a name, for which DNS has these records: nobody but the name
    /// server is asked.
    private static Complaint domain(String title, String... zone) {
        return Complaint.of(title, lab -> {})
                .edit("tenants:\n", REAL_TENANT)
                .edit("  exchange: {exchange: {tenant: lab", "  exchange: {exchange: {tenant: real")
                .inZone(zone);
    }

    private static void account(Lab lab) throws IOException {
        var _ =
                new AccountBooks(beside(lab, "data"), Gateway.Environment.ofThisProcess())
                        .add(
                                new AccountOrder(
                                        "warehouse",
                                        List.of(),
                                        AccountOrder.From.KEEP,
                                        Optional.empty(),
                                        List.of("razr@example.cz"),
                                        List.of(),
                                        Optional.empty(),
                                        false),
                                Optional.of("a-password-of-the-test"));
    }

    /// A certificate of `mail.example.cz` that was made so long ago.
    private static void certificate(Lab lab, Duration ago) throws IOException {
        Files.deleteIfExists(beside(lab, "tls.key"));
        Authority.create(new SecureRandom(), InstantSource.system().instant().minus(ago))
                .writeServerPem(
                        List.of("mail.example.cz"), beside(lab, "tls.pem"), beside(lab, "tls.key"));
        Files.setPosixFilePermissions(
                beside(lab, "tls.key"), PosixFilePermissions.fromString("rw-------"));
    }

    private static Path beside(Lab lab, String file) {
        return lab.started().caFile().resolveSibling(file);
    }
}
