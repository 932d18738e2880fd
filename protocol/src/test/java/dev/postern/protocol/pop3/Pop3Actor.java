package dev.postern.protocol.pop3;

import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.script.Actor;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.Printable;
import dev.postern.protocol.wire.Security;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Does with a [Pop3Client] what a dialogue file says, and writes down what comes of it.
final class Pop3Actor implements Actor {

    private final Endpoint endpoint;
    private final Deadlines deadlines;
    private final Dialogue dialogue;
    private final Queue<Pending<?>> started = new ArrayDeque<>();
    private final Queue<ByteArrayOutputStream> messages = new ArrayDeque<>();
    private @Nullable Pop3Client client;

    Pop3Actor(int port, Deadlines deadlines, Dialogue dialogue) {
        this.endpoint = new Endpoint("127.0.0.1", port, Security.NONE);
        this.deadlines = deadlines;
        this.dialogue = dialogue;
    }

    @Override
    public List<String> perform(String action) {
        try {
            if (client == null) {
                client = Pop3Client.connect(endpoint, SSLContext.getDefault(), deadlines, dialogue);
            }
            if (action.startsWith("start ")) {
                started.add(start(client, action.substring(6)));
                return List.of();
            }
            return List.of(shown(direct(client, action)));
        } catch (IOException e) {
            return List.of(
                    "! "
                            + e.getClass().getSimpleName()
                            + ": "
                            + String.valueOf(e.getMessage())
                                    .replaceAll("127\\.0\\.0\\.1:\\d+", "server"));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Object direct(Pop3Client pop3, String action) throws IOException {
        return switch (action) {
            case "greeting" -> pop3.greeting();
            case "capabilities" -> new TreeMap<>(pop3.capabilities().tags());
            case "sign-in" ->
                    pop3.authenticate(new XOAuth2("razr@example.cz", new AccessToken("t0ken")));
            case "quit" -> pop3.quit();
            case "await" -> started.remove().await();
            default -> start(pop3, action).await();
        };
    }

    private Pending<?> start(Pop3Client pop3, String action) throws IOException {
        String[] words = action.split(" ", -1);
        return switch (words[0]) {
            case "stat" -> pop3.stat();
            case "list" -> pop3.list();
            case "uidl" -> pop3.uidl();
            case "delete" -> pop3.delete(Integer.parseInt(words[1]));
            case "reset" -> pop3.reset();
            case "noop" -> pop3.noop();
            case "retrieve" -> {
                ByteArrayOutputStream message = new ByteArrayOutputStream();
                Pending<Answer<Long>> retrieving =
                        pop3.retrieve(Integer.parseInt(words[1]), message::write);
                yield () -> {
                    Answer<Long> answer = retrieving.await();
                    messages.add(message);
                    return answer;
                };
            }
            default -> throw new IllegalArgumentException("not an action: " + action);
        };
    }

    private String shown(Object result) {
        String body =
                messages.isEmpty()
                        ? ""
                        : " <"
                                + Printable.of(messages.remove().toString(StandardCharsets.UTF_8))
                                + ">";
        return switch (result) {
            case Answer.Given<?>(Object value) -> "Given " + value + body;
            case Answer.Denied<?>(Refusal refusal) -> "Denied " + refusal;
            default -> result.toString();
        };
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
