package dev.postern.collector;

import dev.postern.protocol.imap.BodyReceiver;
import dev.postern.protocol.imap.Fetched.Empty;
import dev.postern.protocol.imap.Fetched.Message;
import dev.postern.protocol.imap.Fetched.Stray;
import dev.postern.protocol.wire.Sink;
import dev.postern.queue.Intake;
import dev.postern.queue.Reception;
import dev.postern.queue.ServerId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the bodies that one UID FETCH brings into receptions, and judges at its end what they are
/// worth.
///
/// Confined to the visit's thread.
final class Bodies implements BodyReceiver {

    private final Intake intake;
    private final InstantSource clock;
    private final Map<Long, Fetched> arrived = new HashMap<>();
    private @Nullable Reception current;

    Bodies(Intake intake, InstantSource clock) {
        this.intake = intake;
        this.clock = clock;
    }

    @Override
    public Sink begin(long announced) throws IOException {
        drop();
        Reception reception = intake.begin();
        current = reception;
        return reception::write;
    }

    @Override
    public void end(dev.postern.protocol.imap.Fetched fetched) {
        Reception reception = current;
        current = null;
        switch (fetched) {
            case Message message when reception != null ->
                    arrived.put(message.uid(), whole(message, reception));
            case Message _ -> throw new IllegalStateException("a message without its body");
            case Empty(long uid, String why) ->
                    arrived.putIfAbsent(
                            uid,
                            new Fetched.Unfit(
                                    new ServerId.Uid(uid),
                                    "the server sent no body: " + why,
                                    Optional.empty()));
            case Stray _ -> {
                if (reception != null) {
                    reception.close();
                }
            }
        }
    }

    private Fetched whole(Message message, Reception reception) {
        Instant received = message.internalDate().orElseGet(clock::instant);
        return Judgement.of(new ServerId.Uid(message.uid()), reception, received);
    }

    /// One answer for each message asked for.
    List<Fetched> judged(List<ServerId> asked) {
        List<Fetched> answers = new ArrayList<>();
        for (ServerId id : asked) {
            Fetched answer = id instanceof ServerId.Uid(long uid) ? arrived.remove(uid) : null;
            answers.add(
                    answer != null
                            ? answer
                            : new Fetched.Unfit(
                                    id,
                                    "the server announced it and delivered nothing",
                                    Optional.empty()));
        }
        discard();
        return answers;
    }

    /// Drops what has arrived and was not judged.
    void discard() {
        drop();
        arrived.values().forEach(Fetched::discard);
        arrived.clear();
    }

    private void drop() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
