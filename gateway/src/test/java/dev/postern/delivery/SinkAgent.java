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
    private final int batch;
    private boolean closed;

    /// @param batch how many messages it takes at once
    SinkAgent(int batch) {
        this.batch = batch;
    }

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

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public List<Answer> handAll(List<Parcel> parcels) {
        List<Answer> answers = new ArrayList<>();
        for (Parcel parcel : parcels) {
            Answer answer = hand(parcel);
            answers.add(answer);
            if (!(answer instanceof Answer.Taken)) {
                break;
            }
        }
        return answers;
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
