package dev.postern.protocol.smtp;

import static dev.postern.protocol.script.Invariant.holds;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.script.CannedSocket;
import dev.postern.protocol.script.Invariant;
import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.TlsOffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// A target of `bench/fuzz`: whatever a client says to an SMTP server, by DATA and BDAT too, every
/// reply is one, every message is taken or given up once, and none that is taken could be two to
/// another server.
public final class ReceivingFuzz {

    private static final ServerRules RULES = Rules.with(new TlsOffer.None(), SignInOffer.ALWAYS);

    /// Replies to more commands than the rules allow, EHLO's among them.
    private static final int HEARD_MAX = 256 * 1024;

    private ReceivingFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        CannedSocket client = new CannedSocket(input, input.length % 3 == 0 ? 1 : 1 + input.length);
        Books books = new Books();
        new ServerSession(client, RULES, books, Dialogue.UNHEARD).run();
        holds(client.isClosed(), "the connection is left open");
        holds(books.underWay == 0, "a message was neither taken nor given up");
        byte[] heard = client.heard();
        holds(heard.length <= HEARD_MAX, () -> "said " + heard.length + " octets");
        for (String line : Invariant.lines(heard)) {
            holds(line.matches("[2-5][0-9]{2}[ -][ -~]*"), () -> "not a reply: " + line);
            holds(line.length() <= 510, () -> "too long: " + line);
        }
    }

    /// Takes every message.
    private static final class Books implements SmtpService {

        private int underWay;

        @Override
        public ServerReply authenticate(Credentials credentials) {
            holds(!credentials.user().isEmpty(), "credentials of nobody");
            return ServerReply.of(535, "5.7.8", "Wrong");
        }

        @Override
        public ServerReply mail(
                Optional<AddrSpec> sender, Envelope.Options options, OptionalLong size) {
            sender.ifPresent(Books::check);
            holds(size.orElse(0) <= RULES.limits().size(), "more than is announced");
            return ServerReply.of(250, "2.1.0", "Sender OK");
        }

        @Override
        public ServerReply recipient(Recipient recipient) {
            check(recipient.address());
            return ServerReply.of(250, "2.1.5", "Recipient OK");
        }

        private static void check(AddrSpec address) {
            String text = address.toString();
            holds(Invariant.isOneLine(text), text);
            holds(AddrSpec.parse(text).equals(Optional.of(address)), text);
        }

        @Override
        public Opening data(Envelope envelope) {
            holds(!envelope.recipients().isEmpty(), "a message for nobody");
            holds(++underWay == 1, "a message within a message");
            return new Opening.Taken(new Letter());
        }

        private final class Letter implements Incoming {

            private final ByteArrayOutputStream content = new ByteArrayOutputStream();

            @Override
            public void write(byte[] octets, int from, int count) {
                content.write(octets, from, count);
            }

            @Override
            public ServerReply finish() {
                underWay--;
                String text = content.toString(StandardCharsets.ISO_8859_1);
                holds(content.size() <= RULES.limits().size(), "larger than may be");
                holds(Invariant.isOneLine(text.replace("\r\n", "")), () -> "bare: " + text);
                return ServerReply.of(250, "2.0.0", "Taken");
            }

            @Override
            public void abandon() {
                underWay--;
            }
        }
    }
}
