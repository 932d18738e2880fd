package dev.postern.lab.control;

import dev.postern.lab.directory.Directory;
import dev.postern.lab.http.Answer;
import dev.postern.lab.http.Body;
import dev.postern.lab.http.Request;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.MailStore;
import dev.postern.lab.mail.store.Mailbox;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What is in the mailboxes.
///
/// `/mailboxes` lists them with their folders; `/mailboxes/ADDRESS/messages` lists (GET), takes
/// (POST: the raw message, or `?generated=OCTETS`) and clears (DELETE) a folder, which is the inbox
/// unless `?folder=` names another; `…/messages/UID` is one message. `/mailboxes/ADDRESS/renumber`
/// gives the folder a new UIDVALIDITY (POST).
public final class MailboxesPart implements Part {

    private static final int COUNT_MAX = 100_000;

    private final Directory directory;
    private final MailStore store;
    private final InstantSource clock;

    public MailboxesPart(Directory directory, MailStore store, InstantSource clock) {
        this.directory = directory;
        this.store = store;
        this.clock = clock;
    }

    private record Listed(String mailbox, Map<String, Integer> folders) {}

    private record Told(long uid, Instant arrived, long size, Set<?> flags) {}

    @Override
    public Answer.Response answer(Request request, List<String> rest) {
        if (rest.isEmpty()) {
            return Replies.ok(addresses().stream().map(this::listed).toList());
        }
        String address = rest.getFirst();
        if (addresses().stream().noneMatch(address::equalsIgnoreCase)) {
            return Replies.notFound("the world has no mailbox " + address);
        }
        if (rest.size() == 1) {
            return Replies.ok(listed(address));
        }
        Mailbox mailbox = store.mailbox(address);
        String name = request.query().getOrDefault("folder", Mailbox.INBOX);
        Folder folder = mailbox.folder(name).orElse(null);
        if (folder == null) {
            return Replies.notFound(address + " has no folder " + name);
        }
        return switch (rest.get(1)) {
            case "messages" ->
                    rest.size() == 2
                            ? messages(request, folder)
                            : message(request, folder, rest.get(2));
            case "renumber" -> renumber(request, folder);
            default -> Replies.notFound("a mailbox has messages and renumber, not " + rest.get(1));
        };
    }

    private List<String> addresses() {
        return directory.world().tenants().values().stream()
                .flatMap(tenant -> tenant.exchange().mailboxes().keySet().stream())
                .toList();
    }

    private Listed listed(String address) {
        Map<String, Integer> folders = new TreeMap<>();
        store.mailbox(address)
                .folders()
                .forEach(folder -> folders.put(folder.name(), folder.messages().size()));
        return new Listed(address, folders);
    }

    private Answer.Response messages(Request request, Folder folder) {
        return switch (request.method()) {
            case "GET" -> Replies.ok(folder.messages().stream().map(MailboxesPart::told).toList());
            case "POST" -> Replies.ok(Map.of("uids", delivered(request, folder)));
            case "DELETE" -> {
                folder.messages().forEach(message -> folder.remove(message.uid()));
                yield Replies.done();
            }
            default -> Replies.notAllowed("GET, POST, DELETE");
        };
    }

    private List<Long> delivered(Request request, Folder folder) {
        long octets = Long.parseLong(request.query().getOrDefault("generated", "0"));
        int count = Integer.parseInt(request.query().getOrDefault("count", "1"));
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException(
                    "count is between 1 and " + COUNT_MAX + ", not " + count);
        }
        if (octets == 0 && request.body().size() == 0) {
            throw new IllegalArgumentException(
                    "the body must be a message, or ?generated= its size in octets");
        }
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // A generated message follows from its number, so that no two of a folder are alike.
            long seed = folder.snapshot().uidNext();
            MessageSource source =
                    octets == 0
                            ? MessageSource.of(request.body().octets())
                            : MessageSource.generated(seed, octets);
            uids.add(folder.deliver(source, clock.instant(), Set.of()));
        }
        return uids;
    }

    private static Answer.Response message(Request request, Folder folder, String uid) {
        Message message = folder.message(Long.parseLong(uid)).orElse(null);
        if (message == null) {
            return Replies.notFound(folder.name() + " has no message " + uid);
        }
        return switch (request.method()) {
            case "GET" ->
                    new Answer.Response(
                            200,
                            Map.of("Content-Type", "message/rfc822"),
                            Body.of(octets(message)));
            case "DELETE" -> {
                folder.remove(message.uid());
                yield Replies.done();
            }
            default -> Replies.notAllowed("GET, DELETE");
        };
    }

    private static Answer.Response renumber(Request request, Folder folder) {
        if (!request.method().equals("POST")) {
            return Replies.notAllowed("POST");
        }
        folder.renumber();
        return Replies.ok(Map.of("uid-validity", folder.snapshot().uidValidity()));
    }

    private static Told told(Message message) {
        return new Told(message.uid(), message.arrived(), message.source().size(), message.flags());
    }

    private static byte[] octets(Message message) {
        try (InputStream stream = message.source().open()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
