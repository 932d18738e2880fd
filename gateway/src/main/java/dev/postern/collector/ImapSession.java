package dev.postern.collector;

import dev.postern.advice.Stage;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.protocol.imap.Answer;
import dev.postern.protocol.imap.Completion;
import dev.postern.protocol.imap.FetchOutcome;
import dev.postern.protocol.imap.Identity;
import dev.postern.protocol.imap.ImapClient;
import dev.postern.protocol.imap.Mailbox;
import dev.postern.protocol.imap.Overview;
import dev.postern.protocol.imap.SearchKey;
import dev.postern.protocol.imap.UidSet;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Pending;
import dev.postern.queue.Place;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A session with an IMAP server (RFC 3501): batches by UID FETCH, two of them under way.
final class ImapSession implements Session {

    /// Asked for at once: enough to make a round trip worth it, little enough to hold in memory.
    private static final long BATCH_OCTETS = 2L << 20;

    private static final int BATCH_MESSAGES = 200;

    private record Asked(List<ServerId> batch, Pending<FetchOutcome> answer, Bodies bodies) {}

    private final ImapClient imap;
    private final Credentials credentials;
    private final Place place;
    private final Disposal disposal;
    private final Deque<Asked> asked = new ArrayDeque<>();

    private ImapSession(ImapClient imap, Credentials credentials, Place place) throws IOException {
        this.imap = imap;
        this.credentials = credentials;
        this.place = place;
        this.disposal = new Disposal(imap, credentials);
    }

    static Session open(Credentials credentials) throws IOException {
        Server server = credentials.server();
        return Ends.translated(() -> {
            ImapClient imap =
                    ImapClient.connect(
                            server.endpoint(),
                            server.trust(),
                            credentials.deadlines(),
                            Dialogue.UNHEARD);
            try {
                Ends.check(imap.authenticate(credentials.mechanism()), credentials);
                Mailbox mailbox = select(imap, credentials);
                Place place =
                        new Place(
                                credentials.plan().address(),
                                credentials.plan().folder(),
                                mailbox.uidValidity());
                return new ImapSession(imap, credentials, place);
            } catch (IOException | RuntimeException e) {
                imap.close();
                throw e;
            }
        });
    }

    private static Mailbox select(ImapClient imap, Credentials credentials) throws IOException {
        MailboxPlan plan = credentials.plan();
        Answer<Mailbox> answer =
                plan.after() instanceof After.Keep
                        ? imap.examine(plan.folder()).await()
                        : imap.select(plan.folder()).await();
        return given(
                answer,
                "opening the folder %s of %s".formatted(plan.folder(), plan.name()),
                credentials);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public Instant renewBefore() {
        return credentials.renewBefore();
    }

    @Override
    public void dropToken() {
        credentials.dropToken().run();
    }

    @Override
    public Listing list() throws IOException {
        return Ends.translated(() -> {
            UidSet uids =
                    given(imap.search(SearchKey.ALL).await(), "listing the folder", credentials);
            return new Listing(ids(uids), List.of());
        });
    }

    @Override
    public List<List<ServerId>> batches(List<ServerId> ids) throws IOException {
        return Ends.translated(() -> {
            Batches batches = new Batches(BATCH_MESSAGES, BATCH_OCTETS);
            overviews(ids).forEach(one -> batches.add(new ServerId.Uid(one.uid()), one.sizeHint()));
            return batches.all();
        });
    }

    /// Size hints of all messages, in the order asked; what the server does not describe has none.
    private List<Overview> overviews(List<ServerId> ids) throws IOException {
        UidSet uids = uids(ids);
        List<Pending<Answer<List<Overview>>>> pending = new ArrayList<>();
        for (UidSet part : uids.split(ImapClient.SET_OCTETS_MAX)) {
            pending.add(imap.overview(part));
        }
        Map<Long, Overview> described = new HashMap<>();
        for (Pending<Answer<List<Overview>>> one : pending) {
            switch (one.await()) {
                case Answer.Given<List<Overview>>(List<Overview> given) ->
                        given.forEach(overview -> described.put(overview.uid(), overview));
                case Answer.Denied<List<Overview>>(Completion.Failure failure)
                        when concernsTheSession(failure) ->
                        throw meaning(failure, "asking for sizes", credentials);
                case Answer.Denied<List<Overview>> _ -> {
                    // Some message is broken, and only the fetching shows which.
                }
            }
        }
        List<Overview> all = new ArrayList<>();
        for (ServerId id : ids) {
            long uid = uid(id);
            all.add(described.getOrDefault(uid, new Overview(uid, 0, Optional.empty(), Set.of())));
        }
        return all;
    }

    @Override
    public void request(List<ServerId> batch) throws IOException {
        Ends.translated(() -> {
            Bodies bodies = new Bodies(credentials.around().intake(), credentials.around().clock());
            return asked.add(new Asked(batch, imap.fetch(uids(batch), bodies), bodies));
        });
    }

    @Override
    public Batch receive() throws IOException {
        Asked first = asked.element();
        try {
            FetchOutcome outcome = Ends.translated(first.answer()::await);
            asked.remove();
            return batch(first, outcome.completion());
        } catch (IOException | RuntimeException e) {
            asked.forEach(one -> one.bodies().discard());
            throw e;
        }
    }

    private Batch batch(Asked first, Completion completion) throws SessionEndedException {
        boolean complete =
                switch (completion) {
                    case Completion.Ok _ -> true;
                    case Completion.Failure failure when concernsTheSession(failure) -> {
                        first.bodies().discard();
                        throw meaning(failure, "fetching", credentials);
                    }
                    case Completion.No(var code, String text) ->
                            code.filter(c -> c.is("EXPUNGEISSUED")).isPresent()
                                    || text.contains("no longer exist");
                    case Completion.Failure _ -> false;
                };
        return new Batch(first.bodies().judged(first.batch()), complete, completion.text());
    }

    /// Whether any command would be refused now, so that the messages are not to blame.
    private static boolean concernsTheSession(Completion.Failure failure) {
        return switch (failure) {
            case Completion.Throttled _, Completion.NotConnected _ -> true;
            case Completion.No(var code, _) -> code.filter(c -> c.is("UNAVAILABLE")).isPresent();
            case Completion.Bad _ -> false;
        };
    }

    @Override
    public void finish(Collection<? extends ServerId> taken) throws IOException {
        Ends.translated(() -> {
            disposal.begin(uids(taken));
            return true;
        });
    }

    @Override
    public Collection<ServerId> finished() throws IOException {
        return Ends.translated(() -> ids(disposal.end()));
    }

    @Override
    public boolean awaitNews(Duration max) throws IOException {
        return Ends.translated(
                () -> given(imap.idle(max), "listening for news", credentials).arrived());
    }

    @Override
    public boolean canAwaitNews() {
        try {
            return imap.capabilities().has("IDLE");
        } catch (IOException _) {
            // A session that has just ended cannot be used for listening.
            return false;
        }
    }

    @Override
    public List<Rematch.Candidate> candidates(Collection<? extends ServerId> ids)
            throws IOException {
        return ids.isEmpty() ? List.of() : Ends.translated(() -> describe(uids(ids)));
    }

    private List<Rematch.Candidate> describe(UidSet uids) throws IOException {
        List<Pending<Answer<List<Identity>>>> pending = new ArrayList<>();
        for (UidSet part : uids.split(ImapClient.SET_OCTETS_MAX)) {
            pending.add(imap.identities(part));
        }
        List<Rematch.Candidate> candidates = new ArrayList<>();
        for (Pending<Answer<List<Identity>>> one : pending) {
            for (Identity identity : given(one.await(), "describing messages", credentials)) {
                candidates.add(
                        new Rematch.Candidate(
                                new ServerId.Uid(identity.uid()),
                                identity.internalDate().orElse(Instant.EPOCH),
                                identity.header().messageId()));
            }
        }
        return candidates;
    }

    @Override
    public Collection<ServerId> leave() {
        imap.logout();
        return List.of();
    }

    @Override
    public void close() {
        imap.close();
        asked.forEach(one -> one.bodies().discard());
    }

    /// What was asked for, or what it means that it was not given.
    static <T> T given(Answer<T> answer, String what, Credentials credentials)
            throws SessionEndedException {
        return switch (answer) {
            case Answer.Given<T>(T value) -> value;
            case Answer.Denied<T>(Completion.Failure failure) ->
                    throw meaning(failure, what, credentials);
        };
    }

    static SessionEndedException meaning(
            Completion.Failure failure, String what, Credentials credentials) {
        String said =
                "%s: %s said: %s".formatted(what, credentials.server().endpoint(), failure.text());
        return switch (failure) {
            case Completion.Throttled(_, var backOff) ->
                    new SessionEndedException(SessionEndedException.Cause.THROTTLED, said, backOff);
            case Completion.NotConnected _ ->
                    new SessionEndedException(
                            SessionEndedException.Cause.REFUSED,
                            said + credentials.advice(Stage.MAILBOX, failure.text()));
            case Completion.No(var code, _)
                    when code.filter(c -> c.is("UNAVAILABLE")).isPresent() ->
                    new SessionEndedException(SessionEndedException.Cause.UNAVAILABLE, said);
            case Completion.No _, Completion.Bad _ ->
                    new SessionEndedException(SessionEndedException.Cause.REFUSED, said);
        };
    }

    private static long uid(ServerId id) {
        return switch (id) {
            case ServerId.Uid(long value) -> value;
            case ServerId.Uidl _ ->
                    throw new IllegalArgumentException("a POP3 id in an IMAP session");
        };
    }

    private static UidSet uids(Collection<? extends ServerId> ids) {
        return UidSet.of(ids.stream().mapToLong(ImapSession::uid).toArray());
    }

    private static List<ServerId> ids(UidSet uids) {
        List<ServerId> ids = new ArrayList<>();
        uids.forEach(uid -> ids.add(new ServerId.Uid(uid)));
        return ids;
    }
}
