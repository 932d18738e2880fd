package dev.postern.collector;

import dev.postern.queue.Intake;
import dev.postern.queue.Ledger;
import dev.postern.queue.Place;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.CopyOnWriteArrayList;

/// A mailbox in memory that misbehaves as it is told to.
///
/// What is done to it is written down in [#said]. A hook runs before a step and may throw, or
/// change the mailbox as somebody else would. Its sessions are used by one thread at a time.
final class ScriptedServer implements Sessions {

    /// Something that happens before a step.
    @FunctionalInterface
    interface Hook {
        void run() throws IOException, InterruptedException;
    }

    /// How a message is not delivered.
    enum Ill {
        /// The whole answer ends in a refusal.
        REFUSED,
        /// The answer has no word of it.
        MISSING,
        /// The session ends while it is received.
        BREAKS
    }

    record Stored(byte[] octets, Instant received, Optional<String> messageId) {}

    private record Planned(String step, Hook hook) {}

    final Map<ServerId, Stored> messages = new LinkedHashMap<>();
    final Map<ServerId, Ill> ill = new HashMap<>();
    final List<String> said = new CopyOnWriteArrayList<>();
    final List<String> ambiguous = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();
    private final Intake intake;
    private final String mailbox;
    String folder = "INBOX";
    long generation = 1;
    int batchMax = 10;
    boolean deletes = true;
    boolean confirmsAtLeaving;
    boolean listens;
    Instant renewBefore = Instant.MAX;

    ScriptedServer(Intake intake, String mailbox) {
        this.intake = intake;
        this.mailbox = mailbox;
    }

    static ServerId uid(long uid) {
        return new ServerId.Uid(uid);
    }

    void has(long uid, String text) {
        has(
                uid(uid),
                text,
                Instant.parse("2026-11-20T08:00:00Z").plusSeconds(uid),
                "<" + uid + ">");
    }

    void has(ServerId id, String text, Instant received, String messageId) {
        messages.put(
                id,
                new Stored(
                        text.getBytes(StandardCharsets.US_ASCII),
                        received,
                        Optional.of(messageId).filter(one -> !one.isEmpty())));
    }

    /// Runs once, before the next step of this name for which no other hook is planned.
    void before(String step, Hook hook) {
        planned.add(new Planned(step, hook));
    }

    static Hook breaks(SessionEndedException.Cause why) {
        return () -> {
            throw new SessionEndedException(why, "as planned");
        };
    }

    long count(String step) {
        return said.stream().filter(one -> one.split(" ", 2)[0].equals(step)).count();
    }

    private void step(String step, Object... details) throws IOException {
        said.add(details.length == 0 ? step : step + " " + details[0]);
        for (Planned one : planned) {
            if (one.step().equals(step)) {
                planned.remove(one);
                try {
                    one.hook().run();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw new SessionEndedException(
                            SessionEndedException.Cause.LOST, "interrupted");
                }
                return;
            }
        }
    }

    @Override
    public Session open(Instant end) throws IOException {
        step("open");
        return new Scripted();
    }

    /// Used by one thread, but for `close`.
    private final class Scripted implements Session {

        private final Deque<List<ServerId>> asked = new ArrayDeque<>();
        private final List<ServerId> told = new ArrayList<>();
        private volatile boolean closed;

        @Override
        public Place place() {
            return new Place(mailbox, folder, generation);
        }

        @Override
        public Instant renewBefore() {
            return renewBefore;
        }

        @Override
        public void dropToken() {
            said.add("drop-token");
        }

        private void check() throws IOException {
            if (closed) {
                throw new SessionEndedException(SessionEndedException.Cause.LOST, "we closed it");
            }
        }

        @Override
        public Listing list() throws IOException {
            step("list");
            check();
            return new Listing(List.copyOf(messages.keySet()), ambiguous);
        }

        @Override
        public List<List<ServerId>> batches(List<ServerId> ids) throws IOException {
            step("batches");
            Batches batches = new Batches(batchMax, Long.MAX_VALUE);
            ids.forEach(id -> batches.add(id, 1));
            return batches.all();
        }

        @Override
        public void request(List<ServerId> batch) throws IOException {
            step("request", batch);
            asked.add(batch);
        }

        @Override
        public Batch receive() throws IOException {
            step("receive");
            check();
            List<ServerId> ids = asked.remove();
            List<Fetched> answers = new ArrayList<>();
            boolean complete = true;
            for (ServerId id : ids) {
                Stored stored = messages.get(id);
                Ill how = ill.get(id);
                if (how == Ill.BREAKS) {
                    answers.forEach(Fetched::discard);
                    throw new SessionEndedException(SessionEndedException.Cause.LOST, "it broke");
                }
                complete &= how != Ill.REFUSED;
                answers.add(
                        how != null || stored == null
                                ? new Fetched.Unfit(id, "nothing came", Optional.empty())
                                : whole(id, stored));
            }
            return new Batch(answers, complete, complete ? "OK" : "BAD no");
        }

        private Fetched whole(ServerId id, Stored stored) throws IOException {
            Reception reception = intake.begin();
            reception.write(stored.octets(), 0, stored.octets().length);
            return new Fetched.Whole(id, reception, stored.received(), stored.messageId());
        }

        @Override
        public void finish(Collection<? extends ServerId> taken) throws IOException {
            step("finish", taken);
            told.addAll(taken);
            if (deletes && !confirmsAtLeaving) {
                taken.forEach(messages::remove);
            }
        }

        @Override
        public Collection<ServerId> finished() throws IOException {
            step("finished");
            return confirmsAtLeaving ? List.of() : confirmed();
        }

        private List<ServerId> confirmed() {
            List<ServerId> all = List.copyOf(told);
            told.clear();
            return all;
        }

        @Override
        public boolean awaitNews(Duration max) throws IOException {
            step("await");
            check();
            return true;
        }

        @Override
        public boolean canAwaitNews() {
            return listens && !closed;
        }

        @Override
        public List<Ledger.Glimpse> candidates(Collection<? extends ServerId> ids)
                throws IOException {
            step("candidates");
            boolean tells = generation > 0;
            return ids.stream()
                    .map(id ->
                            new Ledger.Glimpse(
                                    id,
                                    tells ? messages.get(id).received() : Instant.EPOCH,
                                    tells ? messages.get(id).messageId() : Optional.empty()))
                    .toList();
        }

        @Override
        public Collection<ServerId> leave() throws IOException {
            step("leave");
            if (!confirmsAtLeaving) {
                return List.of();
            }
            if (deletes) {
                told.forEach(messages::remove);
            }
            return confirmed();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                said.add("close");
            }
        }
    }
}
