package dev.postern.lab.graph;

import dev.postern.lab.http.Body;
import dev.postern.lab.mail.store.Guard;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.rest.Attachment;
import dev.postern.lab.rest.Composition;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Messages that are not finished, and the uploads to them. Any thread may call.
final class Drafts {

    /// How many there may be; the oldest is forgotten.
    static final int KEPT = 1_000;

    private final Guard guard = new Guard();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();

    /// A message that is not finished.
    private record Draft(String mailbox, MessageSource message, List<Attachment> attachments) {}

    /// An attachment that comes in ranges. Guarded by the drafts' guard.
    ///
    /// @param size of all of it
    /// @param ends when the address of the upload is good no more
    record Upload(
            String draft, Attachment empty, long size, Instant ends, ByteArrayOutputStream got) {}

    /// What came of a range.
    sealed interface Progress {

        /// It belongs there; more is to come from here on.
        record Going(long next, Instant ends) implements Progress {}

        /// It was the last.
        record Done(String draft) implements Progress {}

        /// It does not begin where the last ended, or is not within the size.
        record Wrong(long next) implements Progress {}

        /// There is no such upload.
        record Unknown() implements Progress {}
    }

    void add(String id, String mailbox, MessageSource message) {
        guard.step(() -> {
            if (drafts.size() == KEPT) {
                drafts.remove(drafts.keySet().iterator().next());
            }
            return drafts.put(id, new Draft(mailbox, message, new ArrayList<>()));
        });
    }

    int count() {
        return guard.step(drafts::size);
    }

    boolean has(String mailbox, String id) {
        return guard.step(() -> of(mailbox, id).isPresent());
    }

    /// Adds an attachment; false if there is no such draft.
    boolean attach(String mailbox, String id, Attachment attachment) {
        return guard.step(() ->
                of(mailbox, id).map(draft -> draft.attachments().add(attachment)).orElse(false));
    }

    /// A draft with all that came to it.
    Optional<MessageSource> whole(String mailbox, String id) {
        return guard.step(() -> of(mailbox, id))
                .map(draft ->
                        Composition.with(draft.message(), List.copyOf(draft.attachments()), id));
    }

    /// Forgets a draft and the uploads to it.
    void remove(String id) {
        guard.step(() -> {
            uploads.values().removeIf(upload -> upload.draft().equals(id));
            return drafts.remove(id);
        });
    }

    /// Begins an upload.
    void begin(String id, Upload upload) {
        guard.step(() -> uploads.put(id, upload));
    }

    /// Takes a range of an upload.
    Progress range(String id, long first, byte[] octets, Instant now) {
        return guard.step(() -> {
            Upload upload = uploads.get(id);
            if (upload == null || !upload.ends().isAfter(now)) {
                return new Progress.Unknown();
            }
            long next = upload.got().size();
            if (first != next || next + octets.length > upload.size()) {
                return new Progress.Wrong(next);
            }
            upload.got().writeBytes(octets);
            if (upload.got().size() < upload.size()) {
                return new Progress.Going(upload.got().size(), upload.ends());
            }
            uploads.remove(id);
            Draft draft = drafts.get(upload.draft());
            if (draft == null) {
                return new Progress.Unknown();
            }
            Attachment empty = upload.empty();
            draft.attachments()
                    .add(
                            new Attachment(
                                    empty.name(),
                                    empty.type(),
                                    empty.contentId(),
                                    Body.of(upload.got().toByteArray())));
            return new Progress.Done(upload.draft());
        });
    }

    private Optional<Draft> of(String mailbox, String id) {
        return Optional.ofNullable(drafts.get(id)).filter(draft -> draft.mailbox().equals(mailbox));
    }
}
