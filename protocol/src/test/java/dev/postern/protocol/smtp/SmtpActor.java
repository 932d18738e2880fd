package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.Login;
import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.Password;
import dev.postern.protocol.sasl.Plain;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.script.Actor;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Security;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Does with an [SmtpClient] what a dialogue file says, and writes down what comes of it.
///
/// ```
/// > greeting | extensions | size-max | usable | noop | reset | quit | secure
/// > sign-in xoauth2 | xoauth2-long | plain | login
/// > send from=a@example.cz to=b@example.cz,c@example.cz utf8=true eight-bit=true returned=FULL
///        envelope-id=x notify=SUCCESS,DELAY original=rfc822;x octets=12 text=…
/// ```
///
/// All of `send` but `to` can be left out; `text` is the rest of the line.
final class SmtpActor implements Actor {

    private static final String TEXT = "Subject: hi\\r\\n\\r\\nhello\\r\\n";

    private final Endpoint endpoint;
    private final Deadlines deadlines;
    private final Dialogue dialogue;
    private @Nullable SmtpClient client;

    SmtpActor(int port, Deadlines deadlines, Dialogue dialogue) {
        this.endpoint = new Endpoint("127.0.0.1", port, Security.NONE);
        this.deadlines = deadlines;
        this.dialogue = dialogue;
    }

    @Override
    public List<String> perform(String action) {
        try {
            if (client == null) {
                client =
                        SmtpClient.connect(
                                endpoint,
                                SSLContext.getDefault(),
                                "gateway.example",
                                deadlines,
                                dialogue);
            }
            return result(client, action);
        } catch (IOException e) {
            return List.of("! " + shown(e));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> result(SmtpClient smtp, String action) throws IOException {
        String[] words = action.split(" ", 2);
        return switch (words[0]) {
            case "greeting" -> List.of(smtp.greeting().toString());
            case "extensions" -> List.of(new TreeMap<>(smtp.extensions().keywords()).toString());
            case "mechanisms" -> List.of(smtp.extensions().mechanisms().toString());
            case "size-max" -> List.of(smtp.extensions().sizeMax().toString());
            case "usable" -> List.of(String.valueOf(smtp.usable()));
            case "secure" -> List.of(String.valueOf(smtp.secureIfOffered()));
            case "noop" -> List.of(smtp.noop().toString());
            case "reset" -> List.of(smtp.reset().toString());
            case "sign-in" -> List.of(smtp.authenticate(mechanism(words[1])).signIn().toString());
            case "quit" -> {
                smtp.quit();
                yield List.of();
            }
            case "send" -> sent(smtp, words[1]);
            default -> throw new IllegalArgumentException("not an action: " + action);
        };
    }

    private static Mechanism mechanism(String name) {
        return switch (name) {
            case "xoauth2" -> new XOAuth2("razr@example.cz", new AccessToken("t0ken"));
            case "xoauth2-long" ->
                    new XOAuth2("razr@example.cz", new AccessToken("t0ken".repeat(80)));
            case "plain" -> new Plain("printer1", new Password("open sesame"));
            case "login" -> new Login("printer1", new Password("open sesame"));
            default -> throw new IllegalArgumentException("not a mechanism: " + name);
        };
    }

    private static List<String> sent(SmtpClient smtp, String what) throws IOException {
        Map<String, String> said = new LinkedHashMap<>();
        int text = what.indexOf("text=");
        Arrays.stream((text < 0 ? what : what.substring(0, text)).strip().split(" ", -1))
                .map(word -> word.split("=", 2))
                .forEach(word -> said.put(word[0], word[1]));
        byte[] message =
                (text < 0 ? TEXT : what.substring(text + 5))
                        .translateEscapes()
                        .getBytes(StandardCharsets.UTF_8);
        long octets = Long.parseLong(said.getOrDefault("octets", "" + message.length));
        return shown(smtp.send(envelope(said), octets, new ByteArrayInputStream(message)));
    }

    private static Envelope envelope(Map<String, String> said) {
        Set<Notify> wishes =
                Stream.of(said.getOrDefault("notify", "").split(",", -1))
                        .filter(wish -> !wish.isEmpty())
                        .map(Notify::valueOf)
                        .collect(Collectors.toSet());
        return new Envelope(
                Optional.ofNullable(said.get("from")).map(AddrSpec::of),
                Arrays.stream(said.getOrDefault("to", "").split(",", -1))
                        .map(to ->
                                new Recipient(
                                        AddrSpec.of(to),
                                        wishes,
                                        Optional.ofNullable(said.get("original"))))
                        .toList(),
                new Envelope.Options(
                        Optional.ofNullable(said.get("envelope-id")),
                        Optional.ofNullable(said.get("returned")).map(Envelope.Returned::valueOf),
                        said.containsKey("eight-bit"),
                        said.containsKey("utf8")));
    }

    private static List<String> shown(Transaction transaction) {
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (transaction.end()) {
                    case Transaction.End.Accepted(Reply reply) -> "accepted " + reply;
                    case Transaction.End.Refused(var stage, Reply reply) ->
                            "refused at " + stage + " " + reply;
                    case Transaction.End.NobodyLeft() -> "nobody left";
                    case Transaction.End.Unheard(IOException cause) -> "unheard " + shown(cause);
                    case Transaction.End.Unsuitable(var status, String reason) ->
                            "unsuitable " + status + " " + withoutPort(reason);
                });
        transaction
                .refused()
                .forEach(refused ->
                        lines.add(
                                refused.recipient().address()
                                        + " "
                                        + withoutPort(refused.reply().toString())));
        if (transaction.dsn()) {
            lines.add("dsn passed on");
        }
        return lines;
    }

    private static String shown(IOException e) {
        return e.getClass().getSimpleName() + ": " + withoutPort(String.valueOf(e.getMessage()));
    }

    private static String withoutPort(String text) {
        return text.replaceAll("127\\.0\\.0\\.1:\\d+", "server");
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
