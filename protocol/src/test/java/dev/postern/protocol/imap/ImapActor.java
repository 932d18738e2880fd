package dev.postern.protocol.imap;

import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.Security;
import dev.postern.protocol.wire.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/// Does with an [ImapClient] what a dialogue file says, and writes down what comes of it.
final class ImapActor implements AutoCloseable {

    private final ImapClient client;
    private final Queue<Pending<?>> started = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();

    ImapActor(int port, Deadlines deadlines, Dialogue dialogue) throws Exception {
        client =
                ImapClient.connect(
                        new Endpoint("127.0.0.1", port, Security.NONE),
                        SSLContext.getDefault(),
                        deadlines,
                        dialogue);
    }

    /// Does it, and returns the lines of the result.
    List<String> perform(String action) {
        lines.clear();
        try {
            if (action.startsWith("start ")) {
                started.add(start(action.substring(6).split(" ")));
            } else {
                lines.add(shown(direct(action.split(" "))));
            }
        } catch (IOException e) {
            lines.add("! " + failure(e));
        }
        return List.copyOf(lines);
    }

    private static String failure(IOException e) {
        String reason = e instanceof SessionEndedException ended ? " " + ended.reason() : "";
        return e.getClass().getSimpleName()
                + reason
                + ": "
                + String.valueOf(e.getMessage()).replaceAll("127\\.0\\.0\\.1:\\d+", "server");
    }

    private Object direct(String... words) throws IOException {
        return switch (words[0]) {
            case "greeting" -> client.greeting() + " preauthenticated=" + client.preauthenticated();
            case "capabilities" -> new TreeSet<>(client.capabilities().names());
            case "sign-in" ->
                    client.authenticate(new XOAuth2("razr@example.cz", new AccessToken("t0ken")));
            case "idle" -> client.idle(Duration.ofMillis(Long.parseLong(words[1])));
            case "logout" -> {
                client.logout();
                yield "done";
            }
            case "exists" -> client.exists();
            case "await" -> started.remove().await();
            default -> start(words).await();
        };
    }

    private Pending<?> start(String... words) throws IOException {
        String rest = String.join(" ", List.of(words).subList(1, words.length));
        return switch (words[0]) {
            case "id" -> client.id(Map.of("name", "pos\"tern"));
            case "namespace" -> client.namespace();
            case "list" -> client.list(rest);
            case "select" -> client.select(rest);
            case "examine" -> client.examine(rest);
            case "search" -> client.search(SearchKey.words(rest));
            case "search-from" -> client.search(SearchKey.from(Long.parseLong(rest)));
            case "search-header" ->
                    client.search(
                            SearchKey.UNSEEN.and(
                                    SearchKey.header(
                                            words[1],
                                            String.join(
                                                            " ",
                                                            List.of(words).subList(2, words.length))
                                                    .translateEscapes())));
            case "overview" -> client.overview(UidSet.parse(rest));
            case "fetch" -> client.fetch(UidSet.parse(rest), receiver());
            case "flags" -> client.addFlags(UidSet.parse(words[1]), words[2]);
            case "copy" -> client.copy(UidSet.parse(words[1]), words[2]);
            case "move" -> client.move(UidSet.parse(words[1]), words[2]);
            case "expunge" -> client.expunge(UidSet.parse(rest));
            case "expunge-all" -> client.expungeAll();
            case "noop" -> client.noop();
            case "close-mailbox" -> client.closeMailbox();
            case "unselect" -> client.unselect();
            default -> throw new IllegalArgumentException("not an action: " + words[0]);
        };
    }

    private BodyReceiver receiver() {
        Deque<ByteArrayOutputStream> bodies = new ArrayDeque<>();
        return new BodyReceiver() {
            @Override
            public Sink begin(long announced) {
                bodies.add(new ByteArrayOutputStream());
                return bodies.getLast()::write;
            }

            @Override
            public void end(Fetched fetched) {
                String body =
                        bodies.isEmpty()
                                ? ""
                                : " <" + Lexer.printable(text(bodies.removeLast())) + ">";
                lines.add(shown(fetched) + body);
            }
        };
    }

    private static String text(ByteArrayOutputStream body) {
        return body.toString(StandardCharsets.UTF_8);
    }

    /// A result as one line, always the same for the same result.
    private static String shown(Object result) {
        return switch (result) {
            case Answer.Given<?>(Object value) -> "Given " + shown(value);
            case Answer.Denied<?>(Completion.Failure failure) -> "Denied " + failure;
            case Map<?, ?> map -> new TreeMap<>(map).toString();
            case CopyUid(long validity, Map<Long, Long> targets) ->
                    "CopyUid " + validity + " " + new TreeMap<>(targets);
            case java.util.Optional<?> optional -> optional.map(ImapActor::shown).orElse("empty");
            case Mailbox m ->
                    "%s exists=%d validity=%d next=%d readOnly=%s flags=%s"
                            .formatted(
                                    m.name(),
                                    m.exists(),
                                    m.uidValidity(),
                                    m.uidNext(),
                                    m.readOnly(),
                                    new TreeSet<>(m.permanentFlags()));
            default -> result.toString();
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
