package dev.postern.protocol.imap;

import dev.postern.protocol.sasl.AccessToken;
import dev.postern.protocol.sasl.XOAuth2;
import dev.postern.protocol.script.Actor;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.Printable;
import dev.postern.protocol.wire.Security;
import dev.postern.protocol.wire.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Does with an [ImapClient] what a dialogue file says, and writes down what comes of it.
final class ImapActor implements Actor {

    private final Endpoint endpoint;
    private final Deadlines deadlines;
    private final Dialogue dialogue;
    private @Nullable ImapClient client;
    private final Queue<Pending<?>> started = new ArrayDeque<>();
    private final List<String> lines = new ArrayList<>();

    ImapActor(int port, Deadlines deadlines, Dialogue dialogue) {
        this.endpoint = new Endpoint("127.0.0.1", port, Security.NONE);
        this.deadlines = deadlines;
        this.dialogue = dialogue;
    }

    @Override
    public List<String> perform(String action) {
        lines.clear();
        try {
            if (client == null) {
                client = ImapClient.connect(endpoint, SSLContext.getDefault(), deadlines, dialogue);
            }
            if (action.startsWith("start ")) {
                started.add(start(client, action.substring(6).split(" ", -1)));
            } else {
                lines.addAll(shown(direct(client, action.split(" ", -1))).lines().toList());
            }
        } catch (IOException e) {
            lines.add("! " + failure(e));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
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

    private Object direct(ImapClient imap, String... words) throws IOException {
        return switch (words[0]) {
            case "greeting" -> imap.greeting() + " preauthenticated=" + imap.preauthenticated();
            case "capabilities" -> new TreeSet<>(imap.capabilities().names());
            case "sign-in" ->
                    imap.authenticate(new XOAuth2("razr@example.cz", new AccessToken("t0ken")));
            case "idle" -> imap.idle(Duration.ofMillis(Long.parseLong(words[1])));
            case "logout" -> {
                imap.logout();
                yield "done";
            }
            case "exists" -> imap.exists();
            case "identities" -> identities(imap, UidSet.parse(words[1]));
            case "await" -> started.remove().await();
            default -> start(imap, words).await();
        };
    }

    private Pending<?> start(ImapClient imap, String... words) throws IOException {
        String rest = String.join(" ", List.of(words).subList(1, words.length));
        return switch (words[0]) {
            case "id" -> imap.id(Map.of("name", "pos\"tern"));
            case "namespace" -> imap.namespace();
            case "list" -> imap.list(rest);
            case "select" -> imap.select(rest);
            case "examine" -> imap.examine(rest);
            case "search" -> imap.search(SearchKey.words(rest));
            case "search-from" -> imap.search(SearchKey.from(Long.parseLong(rest)));
            case "search-header" ->
                    imap.search(
                            SearchKey.UNSEEN.and(
                                    SearchKey.header(
                                            words[1],
                                            String.join(
                                                            " ",
                                                            List.of(words).subList(2, words.length))
                                                    .translateEscapes())));
            case "overview" -> imap.overview(UidSet.parse(rest));
            case "fetch" -> imap.fetch(UidSet.parse(rest), receiver());
            case "flags" -> imap.addFlags(UidSet.parse(words[1]), words[2]);
            case "create" -> imap.create(rest);
            case "copy" -> imap.copy(UidSet.parse(words[1]), words[2]);
            case "move" -> imap.move(UidSet.parse(words[1]), words[2]);
            case "expunge" -> imap.expunge(UidSet.parse(rest));
            case "expunge-all" -> imap.expungeAll();
            case "noop" -> imap.noop();
            case "close-mailbox" -> imap.closeMailbox();
            case "unselect" -> imap.unselect();
            default -> throw new IllegalArgumentException("not an action: " + words[0]);
        };
    }

    private Object identities(ImapClient imap, UidSet uids) throws IOException {
        Answer<List<Identity>> answer = imap.identities(uids).await();
        if (answer instanceof Answer.Given<List<Identity>>(List<Identity> identities)) {
            return identities.stream()
                    .map(i -> i.uid() + " " + i.internalDate() + " " + i.header().messageId())
                    .collect(Collectors.joining("\n"));
        }
        return answer;
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
                                : " <" + Printable.of(text(bodies.removeLast())) + ">";
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
            default -> sorted(result.toString());
        };
    }

    /// Flags and attributes are sets, and come out in any order.
    private static String sorted(String result) {
        return Pattern.compile("(?<=(flags|attributes)=\\[)[^\\]]*")
                .matcher(result)
                .replaceAll(set ->
                        Matcher.quoteReplacement(
                                String.join(
                                        ", ",
                                        new TreeSet<>(List.of(set.group().split(", ", -1))))));
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
