package dev.postern.relay;

import dev.postern.queue.Acceptance;
import dev.postern.queue.Intake;
import dev.postern.queue.Offer;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Reception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A queue in memory that takes everything, until it is told not to. For one thread.
final class MemoryIntake implements Intake {

    final List<Offer> offers = new ArrayList<>();
    int open;
    boolean full;

    @Override
    public Reception begin() throws IOException {
        check();
        open++;
        return new Held();
    }

    @Override
    public List<Acceptance> accept(List<Offer> some) throws IOException {
        check();
        offers.addAll(some);
        open -= some.size();
        return some.stream()
                .<Acceptance>map(_ ->
                        new Acceptance.Taken(new QueueId("0000000%d".formatted(offers.size()))))
                .toList();
    }

    private void check() throws IOException {
        if (full) {
            throw new QueueUnavailableException("the disk is full");
        }
    }

    /// The octets of the message that was accepted last.
    byte[] last() {
        return ((Held) offers.getLast().reception()).octets.toByteArray();
    }

    String lastText() {
        return new String(last(), StandardCharsets.ISO_8859_1);
    }

    private final class Held implements Reception {

        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public void write(byte[] source, int from, int count) throws IOException {
            check();
            octets.write(source, from, count);
        }

        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public byte[] head(int max) {
            return Arrays.copyOf(octets.toByteArray(), Math.min(max, octets.size()));
        }

        @Override
        public String sha256() {
            return "";
        }

        @Override
        public void close() {
            open--;
        }
    }
}
