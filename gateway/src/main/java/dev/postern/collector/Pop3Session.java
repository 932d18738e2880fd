package dev.postern.collector;

import dev.postern.collector.MailboxPlan.After;
import dev.postern.protocol.pop3.Answer;
import dev.postern.protocol.pop3.Listed;
import dev.postern.protocol.pop3.Pop3Client;
import dev.postern.protocol.pop3.Refusal;
import dev.postern.protocol.pop3.UniqueId;
import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.Pending;
import dev.postern.queue.Place;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A session with a POP3 server (RFC 1939).
///
/// Messages are asked for ahead where the server announces PIPELINING. Deletions count at QUIT: a
/// session that ends otherwise leaves the messages there, and the ledger knows that they were
/// taken.
final class Pop3Session implements Session {

    private static final long BATCH_OCTETS = 1L << 20;
    private static final int BATCH_MESSAGES = 100;

    private record Asked(ServerId id, Reception reception, Pending<Answer<Long>> answer) {}

    private final Pop3Client pop3;
    private final Credentials credentials;
    private final Place place;
    private final Map<ServerId, Integer> numbers = new HashMap<>();
    private final Deque<List<Asked>> asked = new ArrayDeque<>();
    private final Map<ServerId, Pending<Answer<String>>> deletions = new LinkedHashMap<>();
    private final List<ServerId> kept = new ArrayList<>();

    private Pop3Session(Pop3Client pop3, Credentials credentials) {
        this.pop3 = pop3;
        this.credentials = credentials;
        this.place = new Place(credentials.plan().address(), "INBOX", 0);
    }

    static Session open(Credentials credentials) throws IOException {
        Server server = credentials.server();
        return Ends.translated(() -> {
            Pop3Client pop3 =
                    Pop3Client.connect(
                            server.endpoint(),
                            server.trust(),
                            credentials.deadlines(),
                            Dialogue.UNHEARD);
            try {
                Ends.check(pop3.authenticate(credentials.mechanism()), credentials);
                // Tells the client whether the server can take several commands at once.
                var _ = pop3.capabilities();
                return new Pop3Session(pop3, credentials);
            } catch (IOException | RuntimeException e) {
                pop3.close();
                throw e;
            }
        });
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
            Map<String, List<Integer>> byId = new LinkedHashMap<>();
            for (UniqueId one : given(pop3.uidl().await(), "listing the messages")) {
                byId.computeIfAbsent(one.id(), _ -> new ArrayList<>()).add(one.number());
            }
            return listing(byId);
        });
    }

    /// Messages that share an id, or have none, cannot be told apart: they are not touched.
    private Listing listing(Map<String, List<Integer>> byId) {
        List<ServerId> ids = new ArrayList<>();
        List<String> ambiguous = new ArrayList<>();
        byId.forEach((id, messages) -> {
            if (messages.size() > 1 || id.isEmpty() || id.length() > 255) {
                ambiguous.add(id.isEmpty() ? "none" : id);
            } else {
                ServerId uidl = new ServerId.Uidl(id);
                numbers.put(uidl, messages.getFirst());
                ids.add(uidl);
            }
        });
        return new Listing(ids, ambiguous);
    }

    @Override
    public List<List<ServerId>> batches(List<ServerId> ids) throws IOException {
        return Ends.translated(() -> {
            Map<Integer, Long> hints = new HashMap<>();
            switch (pop3.list().await()) {
                case Answer.Given<List<Listed>>(List<Listed> all) ->
                        all.forEach(one -> hints.put(one.number(), one.sizeHint()));
                case Answer.Denied<List<Listed>>(Refusal refusal)
                        when concernsTheSession(refusal) ->
                        throw meaning(refusal, "asking for sizes");
                case Answer.Denied<List<Listed>> _ -> {
                    // Sizes are hints, and we can do without.
                }
            }
            Batches batches = new Batches(BATCH_MESSAGES, BATCH_OCTETS);
            ids.forEach(id -> batches.add(id, hints.getOrDefault(number(id), 0L)));
            return batches.all();
        });
    }

    private int number(ServerId id) {
        Integer number = numbers.get(id);
        if (number == null) {
            throw new IllegalArgumentException("not listed in this session: " + id);
        }
        return number;
    }

    @Override
    public void request(List<ServerId> batch) throws IOException {
        List<Asked> all = new ArrayList<>();
        asked.add(all);
        for (ServerId id : batch) {
            Reception reception = credentials.around().intake().begin();
            try {
                Ends.translated(() ->
                        all.add(
                                new Asked(
                                        id,
                                        reception,
                                        pop3.retrieve(number(id), reception::write))));
            } catch (IOException | RuntimeException e) {
                reception.close();
                throw e;
            }
        }
    }

    @Override
    public Batch receive() throws IOException {
        List<Fetched> messages = new ArrayList<>();
        try {
            List<Asked> first = asked.element();
            for (Asked one : first) {
                messages.add(fetched(one, Ends.translated(one.answer()::await)));
            }
            asked.remove();
            return new Batch(messages, true, "");
        } catch (IOException | RuntimeException e) {
            messages.forEach(Fetched::discard);
            discardAsked();
            throw e;
        }
    }

    private Fetched fetched(Asked one, Answer<Long> answer) throws SessionEndedException {
        return switch (answer) {
            case Answer.Given<Long> _ ->
                    Judgement.of(one.id(), one.reception(), credentials.around().clock().instant());
            case Answer.Denied<Long>(Refusal refusal) -> {
                if (concernsTheSession(refusal)) {
                    one.reception().close();
                    throw meaning(refusal, "fetching");
                }
                yield new Fetched.Unfit(
                        one.id(),
                        "the server refused to deliver it: " + refusal,
                        Optional.of(one.reception()));
            }
        };
    }

    private void discardAsked() {
        asked.forEach(batch -> batch.forEach(one -> one.reception().close()));
    }

    @Override
    public void finish(Collection<? extends ServerId> taken) throws IOException {
        switch (credentials.plan().after()) {
            case After.Delete() -> {
                for (ServerId id : taken) {
                    deletions.put(id, Ends.translated(() -> pop3.delete(number(id))));
                }
            }
            case After.Keep() -> kept.addAll(taken);
            case After.Seen(), After.MoveTo _ ->
                    throw new IllegalStateException("POP3 can only delete or keep");
        }
    }

    @Override
    public Collection<ServerId> finished() throws IOException {
        for (Pending<Answer<String>> deletion : deletions.values()) {
            Ends.translated(deletion::await);
        }
        List<ServerId> done = List.copyOf(kept);
        kept.clear();
        return done;
    }

    @Override
    public boolean awaitNews(Duration max) {
        throw new IllegalStateException("POP3 cannot listen");
    }

    @Override
    public boolean canAwaitNews() {
        return false;
    }

    @Override
    public List<Rematch.Candidate> candidates(Collection<? extends ServerId> ids) {
        return ids.stream()
                .map(id -> new Rematch.Candidate(id, Instant.EPOCH, Optional.empty()))
                .toList();
    }

    @Override
    public Collection<ServerId> leave() throws IOException {
        return Ends.translated(() -> {
            List<ServerId> marked = new ArrayList<>();
            for (Map.Entry<ServerId, Pending<Answer<String>>> one : deletions.entrySet()) {
                if (one.getValue().await() instanceof Answer.Given) {
                    marked.add(one.getKey());
                }
            }
            deletions.clear();
            return pop3.quit() instanceof Answer.Given ? marked : List.of();
        });
    }

    @Override
    public void close() {
        pop3.close();
        discardAsked();
    }

    /// Whether any command would be refused now, so that the messages are not to blame.
    private static boolean concernsTheSession(Refusal refusal) {
        return refusal.notNow() || refusal.tokenEnded();
    }

    private <T> T given(Answer<T> answer, String what) throws SessionEndedException {
        return switch (answer) {
            case Answer.Given<T>(T value) -> value;
            case Answer.Denied<T>(Refusal refusal) -> throw meaning(refusal, what);
        };
    }

    private SessionEndedException meaning(Refusal refusal, String what) {
        return Ends.refused(
                refusal,
                "%s: %s said: %s".formatted(what, credentials.server().endpoint(), refusal));
    }
}
