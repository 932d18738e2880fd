package dev.postern.delivery;

import dev.postern.lab.Lab;
import dev.postern.lab.LabSettings;
import dev.postern.lab.acs.Operations;
import dev.postern.lab.mail.Outbox;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Addressee;
import dev.postern.queue.Consignment;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueId;
import dev.postern.queue.StoredMessage;
import dev.postern.queue.Submitter;
import dev.postern.token.Authority;
import dev.postern.token.CachedTokens;
import dev.postern.token.Credential;
import dev.postern.token.Tenant;
import dev.postern.token.TokenSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A lab whose services by HTTP are as new, tokens for them, and messages to send by them.
public final class RestScene implements AutoCloseable {

    public final Lab lab;
    public final CachedTokens tokens;
    private final String world;

    public RestScene(Path folder) throws Exception {
        lab = Lab.start(LabSettings.free(folder));
        lab.directory()
                .patch(
                        "/tenants/example/apps/gateway/roles",
                        "{graph: [Mail.Send, Mail.ReadWrite]}");
        world = lab.directory().read("").toString();
        tokens =
                CachedTokens.open(
                        TokenSettings.usual(Map.of()), _ -> {}, lab.clock(), new Random(1));
    }

    /// Everything as it was, an hour later.
    public void renew() throws Exception {
        lab.directory().put("", world);
        lab.rest().acsFaults().clear();
        lab.rest().graphFaults().clear();
        lab.rest().acsOperations().follow(Operations.Course.USUAL);
        lab.outbox().clear();
        lab.clock().advance(Duration.ofMinutes(61));
    }

    public Tenant tenant() {
        return new Tenant(
                "example",
                "22222222-2222-2222-2222-222222222222",
                "11111111-1111-1111-1111-111111111111",
                List.of(new Credential.ClientSecret(() -> "lab-secret")),
                new Authority(
                        URI.create(lab.started().authority()),
                        Optional.of(lab.started().caFile())));
    }

    /// A message on its way to these, unlike all others.
    ///
    /// @param ways that it could take after this one
    public static Parcel parcel(String text, String sender, List<String> ways, String... to) {
        List<Recipient> all = Stream.of(to).map(AddrSpec::of).map(Recipient::of).toList();
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        StoredMessage message =
                new StoredMessage(
                        new QueueId("Q%08d".formatted(new Random().nextInt(100_000_000))),
                        new Origin.Submitted(
                                new Envelope(AddrSpec.parse(sender), all, Envelope.Options.NONE),
                                new Submitter("printer1", "10.20.0.5", "printer", "ESMTPSA")),
                        "relay",
                        Parcels.ACCEPTED,
                        octets.length,
                        MemoryOutlet.sha256(octets),
                        Optional.empty());
        List<Addressee> addressees =
                IntStream.range(0, all.size())
                        .mapToObj(n -> new Addressee(n, all.get(n), Optional.empty()))
                        .toList();
        return new Parcel(
                message,
                1,
                new Consignment(addressees, ways, Optional.empty(), Optional.empty()),
                _ -> new ByteArrayInputStream(octets));
    }

    public List<Outbox.Accepted> sent() {
        return lab.outbox().messages();
    }

    /// The octets of the only message that was sent.
    public String text() throws IOException {
        try (InputStream in = sent().getFirst().content().source().orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        Path folder = lab.started().caFile().getParent();
        tokens.close();
        lab.close();
        try (Stream<Path> left = Files.list(folder)) {
            if (left.anyMatch(file -> file.toString().matches(".*(part-|acs-).*"))) {
                throw new AssertionError("files were left behind");
            }
        }
    }
}
