package dev.postern.delivery;

import dev.postern.queue.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An agent that answers as a test wants it to, and remembers what it took.
final class SinkAgent implements DeliveryAgent {

    private final List<StoredMessage> tried = new ArrayList<>();
    private final List<StoredMessage> taken = new ArrayList<>();
    private volatile Function<Parcel, Answer> mood = _ -> new Answer.Taken("250 taken");
    private boolean closed;

    /// From now on it answers like this.
    void answers(Function<Parcel, Answer> mood) {
        this.mood = mood;
    }

    @Override
    public Answer hand(Parcel parcel) {
        Answer answer = mood.apply(parcel);
        synchronized (this) {
            tried.add(parcel.message());
            if (answer instanceof Answer.Taken) {
                taken.add(parcel.message());
            }
        }
        return answer;
    }

    synchronized List<StoredMessage> taken() {
        return List.copyOf(taken);
    }

    synchronized List<StoredMessage> tried() {
        return List.copyOf(tried);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    synchronized boolean closed() {
        return closed;
    }
}
