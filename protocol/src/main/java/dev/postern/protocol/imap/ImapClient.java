package dev.postern.protocol.imap;

import dev.postern.protocol.sasl.Mechanism;
import dev.postern.protocol.sasl.SignIn;
import dev.postern.protocol.wire.Connection;
import dev.postern.protocol.wire.Deadlines;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Endpoint;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.Pending;
import dev.postern.protocol.wire.ProtocolException;
import dev.postern.protocol.wire.Security;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/// A client's session with an IMAP server.
///
/// Commands return as soon as they are sent; their result is a [Pending]. So several can be under
/// way, and the server works on the next while the caller deals with the last. [#capabilities],
/// [#authenticate], [#idle] and [#logout] wait for their replies and for those of all that was sent
/// before.
///
/// Used by one thread, which may be virtual; only [#close] is allowed to every thread, and ends
/// what is waiting. After an [IOException] the session is over, and the connection closed.
public final class ImapClient implements AutoCloseable {

    /// The longest text of a [UidSet] that fits into a command: see [UidSet#split].
    public static final int SET_OCTETS_MAX = 7000;

    /// The system flags that matter to who collects (RFC 3501 §2.3.2).
    public static final String SEEN = "\\Seen";

    public static final String DELETED = "\\Deleted";

    private final Conversation conversation;
    private final Response.Condition greeting;

    private ImapClient(Conversation conversation, Response.Condition greeting) {
        this.conversation = conversation;
        this.greeting = greeting;
    }

    /// Connects and waits for the greeting; the connection is secured when it returns.
    ///
    /// @param tls whom to trust
    /// @throws SessionEndedException if the server greets with BYE
    public static ImapClient connect(
            Endpoint endpoint, SSLContext tls, Deadlines deadlines, Dialogue dialogue)
            throws IOException {
        return greeted(Connection.open(endpoint, tls, deadlines, dialogue));
    }

    /// The same on a connection that has just been opened, and is closed if this fails.
    static ImapClient greeted(Connection connection) throws IOException {
        try {
            Conversation conversation = new Conversation(connection);
            ImapClient client = new ImapClient(conversation, conversation.greeting());
            if (connection.endpoint().security() == Security.STARTTLS) {
                client.startTls();
            }
            return client;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void startTls() throws IOException {
        if (preauthenticated()) {
            throw new ProtocolException(
                    conversation.peer() + " signed us in before TLS could be started",
                    greeting.text());
        }
        Completion completion = simple("STARTTLS").await();
        if (!(completion instanceof Completion.Ok)) {
            throw new ProtocolException(
                    conversation.peer() + " refused to start TLS", completion.text());
        }
        conversation.connection().startTls();
        conversation.forgetCapabilities();
    }

    /// The words with which the server greeted.
    public String greeting() {
        return greeting.text();
    }

    /// Whether the server knew us without signing in (RFC 3501 §7.1.4).
    public boolean preauthenticated() {
        return greeting.status().equals("PREAUTH");
    }

    /// The TLS session; empty if the connection is not secured.
    public Optional<SSLSession> tlsSession() {
        return conversation.connection().tlsSession();
    }

    /// What the server can do: asked for if it has not told since the greeting or the signing in.
    public Capabilities capabilities() throws IOException {
        if (conversation.capabilities().isEmpty()) {
            Pending<Completion> asked = simple("CAPABILITY");
            conversation.settle();
            Completion _ = asked.await();
        }
        return conversation.capabilities().orElse(new Capabilities(Set.of()));
    }

    /// Signs in.
    public SignIn authenticate(Mechanism mechanism) throws IOException {
        conversation.settle();
        return new Authentication(conversation, mechanism).run(capabilities());
    }

    /// Exchanges names with the server (RFC 2971).
    ///
    /// @param fields what to say about us
    /// @return what it says about itself
    public Pending<Answer<Map<String, String>>> id(Map<String, String> fields) throws IOException {
        Command command = new Command("ID (");
        String separator = "";
        for (Map.Entry<String, String> field : fields.entrySet()) {
            command.raw(separator).quoted(field.getKey()).raw(" ").quoted(field.getValue());
            separator = " ";
        }
        return conversation.start(
                command.raw(")"),
                new Gathering<>(Response.Identity.class, Map.of(), (_, id) -> id.fields()));
    }

    /// Asks for the namespaces (RFC 2342), which costs nothing and shows whether we may really open
    /// the mailbox.
    ///
    /// @return the namespaces as the server writes them
    public Pending<Answer<String>> namespace() throws IOException {
        return conversation.start(
                new Command("NAMESPACE"),
                new Gathering<>(Response.Namespaces.class, "", (_, names) -> names.text()));
    }

    /// Lists mailboxes.
    ///
    /// @param pattern a name, in which `*` stands for anything, `%` for anything within a level
    public Pending<Answer<List<Folder>>> list(String pattern) throws IOException {
        return conversation.start(new Command("LIST \"\"").mailbox(pattern), new Listing());
    }

    /// Makes a mailbox (RFC 3501 §6.3.3).
    public Pending<Completion> create(String mailbox) throws IOException {
        return simple(new Command("CREATE").mailbox(mailbox));
    }

    /// Selects a mailbox, to change it.
    public Pending<Answer<Mailbox>> select(String mailbox) throws IOException {
        conversation.forgetMailbox();
        return conversation.start(
                new Command("SELECT").mailbox(mailbox),
                new Selecting(conversation.peer(), mailbox, false));
    }

    /// Selects a mailbox, to look at it only.
    public Pending<Answer<Mailbox>> examine(String mailbox) throws IOException {
        conversation.forgetMailbox();
        return conversation.start(
                new Command("EXAMINE").mailbox(mailbox),
                new Selecting(conversation.peer(), mailbox, true));
    }

    /// How many messages the selected mailbox has, by what the server told last.
    public long exists() {
        return conversation.exists();
    }

    /// Searches the selected mailbox.
    public Pending<Answer<UidSet>> search(SearchKey key) throws IOException {
        Command command = new Command("UID SEARCH");
        if (key.international()) {
            command.words("CHARSET UTF-8");
        }
        for (SearchKey.Term term : key.terms()) {
            switch (term) {
                case SearchKey.Term.Words(String words) -> command.words(words);
                case SearchKey.Term.Text(String text) -> command.string(text);
            }
        }
        return conversation.start(command, new Searching(conversation, key.least()));
    }

    /// Asks what is to be known of messages without their bodies.
    public Pending<Answer<List<Overview>>> overview(UidSet uids) throws IOException {
        return conversation.start(
                new Command("UID FETCH")
                        .words(set(uids))
                        .words("(UID RFC822.SIZE INTERNALDATE FLAGS)"),
                Describing.overviews(uids));
    }

    /// Asks for what messages can be recognised by: their date and their Message-ID.
    public Pending<Answer<List<Identity>>> identities(UidSet uids) throws IOException {
        return conversation.start(
                new Command("UID FETCH")
                        .words(set(uids))
                        .words("(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"),
                Describing.identities(uids));
    }

    /// Fetches whole messages, without marking them as seen.
    ///
    /// A message has arrived if the receiver was given a [Fetched.Message] and then the command was
    /// completed with OK: neither alone is enough. Commands under way together had better have the
    /// same receiver, because servers may answer them in any order.
    public Pending<FetchOutcome> fetch(UidSet uids, BodyReceiver receiver) throws IOException {
        return conversation.fetch(
                new Command("UID FETCH")
                        .words(set(uids))
                        .words("(UID INTERNALDATE FLAGS BODY.PEEK[])"),
                uids,
                receiver);
    }

    /// Adds flags to messages, without hearing of their new flags.
    public Pending<Completion> addFlags(UidSet uids, String... flags) throws IOException {
        String list = Stream.of(flags).map(ImapClient::flag).collect(Collectors.joining(" "));
        return simple("UID STORE " + set(uids) + " +FLAGS.SILENT (" + list + ")");
    }

    private static String flag(String flag) {
        boolean atom = flag.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"]".indexOf(c) < 0);
        if (flag.isEmpty() || !atom || flag.lastIndexOf('\\') > 0) {
            throw new IllegalArgumentException("not a flag: " + flag);
        }
        return flag;
    }

    /// Copies messages to another mailbox.
    ///
    /// @return their new UIDs, if the server tells them (RFC 4315)
    public Pending<Answer<Optional<CopyUid>>> copy(UidSet uids, String mailbox) throws IOException {
        return conversation.start(
                new Command("UID COPY").words(set(uids)).mailbox(mailbox),
                new Copying(uids, false));
    }

    /// Moves messages to another mailbox (RFC 6851): for servers with the capability MOVE.
    ///
    /// @return their new UIDs, if the server tells them
    public Pending<Answer<Optional<CopyUid>>> move(UidSet uids, String mailbox) throws IOException {
        return conversation.start(
                new Command("UID MOVE").words(set(uids)).mailbox(mailbox), new Copying(uids, true));
    }

    /// Removes those of the messages that have the flag `\Deleted` (RFC 4315): for servers with the
    /// capability UIDPLUS.
    ///
    /// Copying and moving that is under way is waited for: Dovecot answers OK otherwise, and
    /// removes nothing.
    public Pending<Completion> expunge(UidSet uids) throws IOException {
        conversation.settle(Copying.class);
        return simple("UID EXPUNGE " + set(uids));
    }

    /// Removes all messages with the flag `\Deleted`, whoever gave it to them.
    public Pending<Completion> expungeAll() throws IOException {
        conversation.settle(Copying.class);
        return simple("EXPUNGE");
    }

    /// Does nothing, which gives the server an opportunity to speak.
    public Pending<Completion> noop() throws IOException {
        return simple("NOOP");
    }

    /// Leaves the selected mailbox, and removes its messages with the flag `\Deleted`.
    public Pending<Completion> closeMailbox() throws IOException {
        conversation.forgetMailbox();
        return simple("CLOSE");
    }

    /// Leaves the selected mailbox as it is (RFC 3691): for servers with the capability UNSELECT.
    public Pending<Completion> unselect() throws IOException {
        conversation.forgetMailbox();
        return simple("UNSELECT");
    }

    /// Waits until messages come, at most so long (RFC 2177); for servers with the capability IDLE.
    ///
    /// Messages that have come since the last [#search] began are noticed at once: none can fall
    /// between searching and waiting.
    ///
    /// @param longest less than the 29 minutes after which a server may hang up
    public Answer<Change> idle(Duration longest) throws IOException {
        conversation.settle();
        if (conversation.news()) {
            return new Answer.Given<>(new Change(true, exists()));
        }
        Pending<Completion> idle = simple("IDLE");
        if (conversation.awaitContinue((Sent<?>) idle).isPresent()) {
            conversation.awaitNews(longest);
            conversation.sendLine("DONE", "DONE");
        }
        return Answer.of(
                idle.await(), () -> new Change(conversation.news(), conversation.exists()));
    }

    /// Takes leave and closes. Whatever the server answers, or does not answer, changes nothing.
    public void logout() {
        try {
            conversation.settle();
            conversation.leaving();
            Completion _ = simple("LOGOUT").await();
            conversation.connection().finish();
        } catch (IOException _) {
            // The session is over, which is what was wanted.
        } finally {
            close();
        }
    }

    /// Leaves the connection to somebody who goes on with it, after the replies to all that was
    /// sent; this session is over then, and closing it does nothing.
    public Leg detach() throws IOException {
        conversation.settle();
        return conversation.connection().detach();
    }

    /// Ends the session at once. Safe from every thread, and more than once.
    @Override
    public void close() {
        conversation.connection().close();
    }

    private Pending<Completion> simple(String words) throws IOException {
        return simple(new Command(words));
    }

    private Pending<Completion> simple(Command command) throws IOException {
        return conversation.start(command, completion -> completion);
    }

    private static String set(UidSet uids) {
        if (uids.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least one message");
        }
        return uids.toString();
    }
}
