package dev.postern.app;

import dev.postern.compose.Attachment;
import dev.postern.compose.Composer;
import dev.postern.compose.Correspondent;
import dev.postern.compose.Draft;
import dev.postern.control.AccountOrder;
import dev.postern.control.AccountsView.Issued;
import dev.postern.lab.Lab;
import dev.postern.lab.mail.Outbox;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.Login;
import dev.postern.protocol.sasl.Password;
import dev.postern.protocol.smtp.Authenticated;
import dev.postern.protocol.smtp.Reply;
import dev.postern.protocol.smtp.SmtpClient;
import dev.postern.protocol.smtp.Transaction;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The demo's devices: a printer that knows a password and nothing else, and a playbook that knows
/// how to call Azure Communication Services.
///
/// @param smtp the port of Postern's listener
/// @param api the port of its HTTP API
record DemoRelay(int smtp, int api) {

    static final String ACCOUNT = "printer1";
    static final String OFFICE = "office@contoso.com";
    static final String TEAM = "team@contoso.net";

    private static final String PASSWORD = "tray two is empty";
    private static final String NAME = "printer.example.cz";

    /// With ports that are free now.
    static DemoRelay onFreePorts() throws IOException {
        try (ServerSocket one = free();
                ServerSocket other = free()) {
            return new DemoRelay(one.getLocalPort(), other.getLocalPort());
        }
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /// Gives the printer its account.
    static Issued account(Path data, Gateway.Environment world) throws IOException {
        return new AccountBooks(data, world)
                .add(
                        new AccountOrder(
                                ACCOUNT,
                                List.of("noreply@example.cz"),
                                AccountOrder.From.REPAIR,
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                true),
                        Optional.of(PASSWORD));
    }

    /// What Exchange Online says to the printer's password.
    static String directly(Lab lab) throws IOException {
        Endpoint exchange = endpoint(lab.started().smtp(), Security.STARTTLS);
        try (SmtpClient client =
                SmtpClient.connect(
                        exchange,
                        Trust.of(Optional.of(lab.started().caFile())),
                        NAME,
                        SmtpClient.DEADLINES,
                        Dialogue.UNHEARD)) {
            Authenticated came =
                    client.authenticate(new Login("noreply@example.cz", new Password(PASSWORD)));
            return came.reply().map(Reply::toString).orElse("nothing");
        }
    }

    private static Endpoint endpoint(String at, Security security) {
        int colon = at.lastIndexOf(':');
        return new Endpoint(
                at.substring(0, colon), Integer.parseInt(at.substring(colon + 1)), security);
    }

    /// Sends a scan as the printer does.
    ///
    /// @return whether Postern took it
    boolean scan(byte[] scan, RandomGenerator random, Instant now) throws IOException {
        Correspondent printer =
                new Correspondent("Scanner, 2nd floor", AddrSpec.of("scanner@example.cz"));
        AddrSpec office = AddrSpec.of(OFFICE);
        Draft draft =
                new Draft(
                        printer,
                        new Draft.Recipients(
                                List.of(Correspondent.of(office)), List.of(), List.of()),
                        List.of(),
                        "Scan",
                        new Draft.Texts(Optional.of("See the attachment."), Optional.empty()),
                        List.of(
                                new Attachment(
                                        "scan.pdf",
                                        "application/pdf",
                                        Optional.empty(),
                                        () -> new ByteArrayInputStream(scan))),
                        List.of());
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        new Composer(random).write(draft, now, "<scan-1@example.cz>", message);
        Endpoint postern = new Endpoint("127.0.0.1", smtp, Security.NONE);
        try (SmtpClient client =
                SmtpClient.connect(
                        postern,
                        Trust.of(Optional.empty()),
                        NAME,
                        SmtpClient.DEADLINES,
                        Dialogue.UNHEARD)) {
            Authenticated _ = client.authenticate(new Login(ACCOUNT, new Password(PASSWORD)));
            Transaction came =
                    client.send(
                            new Envelope(
                                    Optional.of(printer.address()),
                                    List.of(Recipient.of(office)),
                                    Envelope.Options.NONE),
                            message.size(),
                            new ByteArrayInputStream(message.toByteArray()));
            client.quit();
            return came.end() instanceof Transaction.End.Accepted;
        }
    }

    /// Calls the HTTP API as a playbook calls Azure Communication Services.
    ///
    /// @return the status of the answer
    int call(String accessKey, Instant now) throws IOException, InterruptedException {
        byte[] body =
                """
                {"senderAddress": "noreply@example.cz",
                 "content": {"subject": "Incident 4711", "plainText": "A sign-in from an unusual place."},
                 "recipients": {"to": [{"address": "%s"}]}}
                """
                        .formatted(TEAM)
                        .getBytes(StandardCharsets.UTF_8);
        String path = "/" + ACCOUNT + "/emails:send?api-version=2025-09-01";
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        String digest = Base64.getEncoder().encodeToString(sha256(body));
        String host = "127.0.0.1:" + api;
        String signature =
                signed(accessKey, "POST\n" + path + "\n" + date + ";" + host + ";" + digest);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + host + path))
                        .header("Content-Type", "application/json")
                        .header("x-ms-date", date)
                        .header("x-ms-content-sha256", digest)
                        .header(
                                "Authorization",
                                "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                                        + signature)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String accessKey, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(accessKey), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether the scan stands in a message octet for octet.
    static boolean holds(Outbox.Accepted message, byte[] scan) throws IOException {
        if (message.content().source().isEmpty()) {
            return false;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (InputStream content = message.content().source().get().open()) {
            content.transferTo(whole);
        }
        String lines = whole.toString(StandardCharsets.US_ASCII);
        String file = Base64.getMimeEncoder().encodeToString(scan);
        return lines.contains(file) && lines.contains("From: \"Scanner, 2nd floor\" <noreply@");
    }

    /// What the lab's servers took for this recipient.
    static List<Outbox.Accepted> arrived(Lab lab, String recipient) {
        List<Outbox.Accepted> arrived = new ArrayList<>();
        for (Outbox.Accepted message : lab.outbox().messages()) {
            if (message.envelope().addresses().contains(recipient)) {
                arrived.add(message);
            }
        }
        return arrived;
    }
}
