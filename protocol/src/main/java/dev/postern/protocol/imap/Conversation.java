package dev.postern.protocol.imap;

import dev.postern.protocol.wire.Connection;
import dev.postern.protocol.wire.DisconnectedException;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Commands and responses on one connection: which are under way, and to which a response belongs.
///
/// Confined to one thread. After any failure the connection is closed, and every further call fails
/// in the same way.
final class Conversation {

    /*
     * Servers may send untagged responses at any time, and may answer a later command while an earlier
     * one is under way. So a response goes to the oldest command that has a use for it, a body to the
     * FETCH that asked for its UID, and only the tag decides which command is completed.
     *
     * While a server sends a large reply it need not read. What we have sent but not been answered
     * must therefore fit into the buffers between us, or both would wait for ever: hence the bounds.
     */
    private static final int UNDER_WAY_MAX = 64;
    private static final int UNDER_WAY_OCTETS_MAX = 32 * 1024;

    /// RFC 7888 §5: the longest literal LITERAL- lets go unasked.
    private static final int LITERAL_MINUS_MAX = 4096;

    /// RFC 7162 §4. Exchange on premises takes 10 240 octets.
    static final int COMMAND_MAX = 8192;

    private final Connection connection;
    private final ResponseReader reader;
    private final BodyRouter router = new BodyRouter();
    private final Deque<Sent<?>> underWay = new ArrayDeque<>();
    private int underWayOctets;
    private int tags;

    private Optional<Capabilities> capabilities = Optional.empty();
    private long exists;
    private boolean news;
    private boolean leaving;

    Conversation(Connection connection) {
        this.connection = connection;
        this.reader = new ResponseReader(connection.input(), peer());
    }

    String peer() {
        return connection.endpoint().toString();
    }

    Connection connection() {
        return connection;
    }

    /// Waits for the first response of the server.
    Response.Condition greeting() throws IOException {
        return connection.step(() -> {
            Response first = reader.read(Wait.GREETING, router);
            if (!(first instanceof Response.Condition greeting)) {
                throw connection.input().complaint("did not begin with a greeting");
            }
            note(greeting);
            return greeting;
        });
    }

    /// Sends a FETCH of bodies.
    Pending<FetchOutcome> fetch(Command command, UidSet uids, BodyReceiver receiver)
            throws IOException {
        Fetching fetching = new Fetching(uids, receiver, router);
        Pending<FetchOutcome> pending = start(command, fetching);
        router.add(fetching);
        return pending;
    }

    /// Sends a command.
    <T> Pending<T> start(Command command, Reply<T> reply) throws IOException {
        Sent<T> sent = enqueue(command, reply);
        sending(() -> {
            String before = sent.tag() + " ";
            String shown = before;
            for (Command.Announced announced : command.literals()) {
                if (!sendLiteral(sent, before, shown, announced)) {
                    return;
                }
                before = "";
                shown = "<" + announced.octets().length + " octets>";
            }
            String last = command.lastLine();
            connection.output().line(before + last, shown + last);
        });
        return sent;
    }

    /// Sends a line that is a command of its own and has a secret in it.
    <T> Sent<T> startSecret(Command command, String secret, Reply<T> reply) throws IOException {
        Sent<T> sent = enqueue(command, reply);
        String line = sent.tag() + " " + command.lastLine();
        sendLine(line + secret, secret.isEmpty() ? line : line + " ***");
        return sent;
    }

    /// Sends a line, of which the dialogue is shown another.
    void sendLine(String line, String shown) throws IOException {
        sending(() -> connection.output().line(line, shown));
    }

    /// Writes something.
    private interface Writing {
        void run() throws IOException;
    }

    private void sending(Writing writing) throws IOException {
        Writing _ =
                connection.step(() -> {
                    try {
                        writing.run();
                        connection.output().flush();
                        return writing;
                    } catch (DisconnectedException _) {
                        // The server may have said why before it hung up, and reading fails as well
                        // if not.
                        while (true) {
                            advance();
                        }
                    }
                });
    }

    private <T> Sent<T> enqueue(Command command, Reply<T> reply) throws IOException {
        if (command.lastLine().length() > COMMAND_MAX) {
            throw new IllegalArgumentException(
                    "a command line has at most " + COMMAND_MAX + " octets: split the set");
        }
        while (!underWay.isEmpty() && !room(command)) {
            advance();
        }
        tags++;
        Sent<T> sent = new Sent<>(this, "A" + tags, command.octets(), reply);
        if (underWay.isEmpty()) {
            reply.begin();
        }
        underWay.add(sent);
        underWayOctets += sent.octets();
        return sent;
    }

    private boolean room(Command command) {
        return underWay.size() < UNDER_WAY_MAX
                && underWayOctets + command.octets() <= UNDER_WAY_OCTETS_MAX;
    }

    /// Returns false if the server refused the command before it had the literal.
    private boolean sendLiteral(
            Sent<?> sent, String before, String shown, Command.Announced announced)
            throws IOException {
        byte[] literal = announced.octets();
        int length = literal.length;
        boolean unasked = unasked(length);
        String line = announced.line() + "{" + length + (unasked ? "+}" : "}");
        connection.output().line(before + line, shown + line);
        if (!unasked) {
            connection.output().flush();
            if (awaitContinue(sent).isEmpty()) {
                return false;
            }
        }
        connection.output().write(literal);
        return true;
    }

    private boolean unasked(int length) {
        String needed = length <= LITERAL_MINUS_MAX ? "LITERAL-" : "LITERAL+";
        return capabilities.filter(c -> c.has("LITERAL+") || c.has(needed)).isPresent();
    }

    /// Waits until the server asks the command to go on.
    ///
    /// @return its words; empty if it completed the command instead
    Optional<String> awaitContinue(Sent<?> sent) throws IOException {
        while (!sent.done()) {
            if (step() instanceof Response.Continue(String text)) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /// Reads a response and gives it to the command it belongs to.
    void advance() throws IOException {
        Response response = step();
        connection.step(() -> {
            if (response instanceof Response.Continue) {
                throw connection.input().complaint("asked a complete command to go on");
            }
            return response;
        });
    }

    private Response step() throws IOException {
        return connection.step(() -> {
            Response response = reader.read(Wait.REPLY, router);
            switch (response) {
                case Response.Continue _ -> {}
                case Response.Tagged tagged -> complete(tagged);
                case Response.Untagged untagged -> {
                    note(untagged);
                    dispatch(untagged);
                }
            }
            return response;
        });
    }

    private void dispatch(Response.Untagged response) throws IOException {
        if (response instanceof Response.Fetch fetch
                && !(fetch.body() instanceof Response.Body.Absent)) {
            router.end(fetch);
            return;
        }
        for (Sent<?> sent : underWay) {
            if (sent.reply().take(response)) {
                return;
            }
        }
    }

    private void complete(Response.Tagged tagged) throws IOException {
        for (Sent<?> sent : underWay) {
            if (sent.tag().equals(tagged.tag())) {
                boolean oldest = sent == underWay.peek();
                underWay.remove(sent);
                underWayOctets -= sent.octets();
                if (tagged.completion() instanceof Completion.Ok(var code, var _)) {
                    code.ifPresent(this::note);
                }
                sent.complete(tagged.completion());
                if (oldest && !underWay.isEmpty()) {
                    underWay.element().reply().begin();
                }
                return;
            }
        }
        throw connection.input().complaint("completed a command that was not under way");
    }

    private void note(Response.Untagged response) throws IOException {
        switch (response) {
            case Response.Condition condition -> note(condition);
            case Response.Capable(Capabilities list) -> capabilities = Optional.of(list);
            case Response.Exists(long messages) -> {
                news |= messages > exists;
                exists = messages;
            }
            case Response.Expunged _ -> exists = Math.max(0, exists - 1);
            case Response.Hits _,
                    Response.Listed _,
                    Response.Identity _,
                    Response.Namespaces _,
                    Response.Fetch _,
                    Response.Other _ -> {}
        }
    }

    private void note(Response.Condition condition) throws IOException {
        condition.code().ifPresent(this::note);
        boolean bye = condition.status().equals("BYE");
        boolean refused = condition.status().equals("BAD") || condition.status().equals("NO");
        boolean hopeless = refused && SessionEndedException.mustLeave(condition.text());
        if (hopeless || (bye && !leaving)) {
            throw SessionEndedException.bye(peer(), condition.code(), condition.text());
        }
    }

    private void note(ResponseCode code) {
        if (code.is("CAPABILITY")) {
            capabilities = Optional.of(Capabilities.parse(code.argument()));
        }
    }

    /// Waits until the mailbox has news, at most so long. Returns at once if there have been some
    /// since the last [#forgetNews].
    void awaitNews(Duration longest) throws IOException {
        long end = System.nanoTime() + longest.toNanos();
        while (!news) {
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            if (!connection.step(() -> connection.input().await(left))) {
                return;
            }
            advance();
        }
    }

    /// Whether messages have come since the last [#forgetNews].
    boolean news() {
        return news;
    }

    void forgetNews() {
        news = false;
    }

    long exists() {
        return exists;
    }

    /// A mailbox is about to be selected: what is known of another says nothing about it.
    void forgetMailbox() {
        exists = 0;
        news = false;
    }

    Optional<Capabilities> capabilities() {
        return capabilities;
    }

    /// The state of the session changed, so the server may be able to do other things.
    void forgetCapabilities() {
        capabilities = Optional.empty();
    }

    /// The next BYE is the answer to our LOGOUT.
    void leaving() {
        leaving = true;
    }

    /// Waits until no command with a reply of this kind is under way.
    void settle(Class<? extends Reply<?>> kind) throws IOException {
        while (underWay.stream().anyMatch(sent -> kind.isInstance(sent.reply()))) {
            advance();
        }
    }

    /// Waits until no command is under way.
    void settle() throws IOException {
        while (!underWay.isEmpty()) {
            advance();
        }
    }
}
