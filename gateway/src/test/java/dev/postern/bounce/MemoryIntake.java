package dev.postern.bounce;

import dev.postern.queue.Acceptance;
import dev.postern.queue.Intake;
import dev.postern.queue.Offer;
import dev.postern.queue.Origin;
import dev.postern.queue.QueueId;
import dev.postern.queue.QueueUnavailableException;
import dev.postern.queue.Reception;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An intake that keeps what it accepts, each report once.
final class MemoryIntake implements Intake {

    final List<Offer> offers = new ArrayList<>();
    final List<byte[]> messages = new ArrayList<>();
    boolean keepsOctets = true;
    boolean full;
    long received;
    private final Set<List<Object>> known = new HashSet<>();

    @Override
    public Reception begin() throws QueueUnavailableException {
        if (full) {
            throw new QueueUnavailableException("the disk is full");
        }
        return new Kept();
    }

    @Override
    public List<Acceptance> accept(List<Offer> some) {
        List<Acceptance> answers = new ArrayList<>();
        for (Offer offer : some) {
            Origin.Report report = (Origin.Report) offer.origin();
            if (!known.add(List.of(report.about(), report.notice()))) {
                answers.add(new Acceptance.Known());
                continue;
            }
            offers.add(offer);
            messages.add(((Kept) offer.reception()).octets.toByteArray());
            answers.add(new Acceptance.Taken(new QueueId(String.format("R%09d", messages.size()))));
        }
        return answers;
    }

    private final class Kept implements Reception {

        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public void write(byte[] chunk, int from, int count) {
            received += count;
            if (keepsOctets) {
                octets.write(chunk, from, count);
            }
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
        public void close() {}
    }
}
