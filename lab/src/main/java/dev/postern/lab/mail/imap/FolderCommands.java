package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/// Commands about folders as a whole (RFC 3501 §6.3).
final class FolderCommands {

    private static final int NAME_MAX = 255;

    private final State state;
    private final Talk talk;

    FolderCommands(State state) {
        this.state = state;
        talk = state.talk();
    }

    String select(Words words, boolean examine) throws IOException, Refusal {
        state.deselect(); // even if the command fails (RFC 3501 §6.3.1)
        Folder folder = named(words);
        words.end();
        if (talk.take(Fault.Renumbered.class).isPresent()) {
            folder.renumber();
        }
        boolean readOnly = talk.take(Fault.ReadOnly.class).isPresent() || examine;
        Folder.Snapshot now = folder.snapshot();
        state.select(new SelectedFolder(folder, now, readOnly));
        List<Message> messages = now.messages();
        talk.say("* " + messages.size() + " EXISTS");
        talk.say("* " + messages.size() + " RECENT");
        talk.say("* FLAGS " + Flags.KNOWN);
        talk.say(
                "* OK [PERMANENTFLAGS %s] Permanent flags"
                        .formatted(readOnly ? "()" : Flags.KNOWN));
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).is(Flag.SEEN)) {
                talk.say("* OK [UNSEEN %d] Is the first unseen message".formatted(i + 1));
                break;
            }
        }
        talk.say("* OK [UIDVALIDITY %d] UIDVALIDITY value".formatted(now.uidValidity()));
        talk.say("* OK [UIDNEXT %d] The next unique identifier value".formatted(now.uidNext()));
        return readOnly
                ? "OK [READ-ONLY] %s completed.".formatted(examine ? "EXAMINE" : "SELECT")
                : "OK [READ-WRITE] SELECT completed.";
    }

    String namespace() throws IOException {
        talk.say("* NAMESPACE ((\"\" \"/\")) NIL NIL");
        return "OK NAMESPACE completed.";
    }

    String list(Words words, String verb) throws IOException, Refusal {
        words.space();
        String reference = words.string();
        words.space();
        String pattern = words.string();
        words.end();
        if (pattern.isEmpty()) {
            talk.say("* " + verb + " (\\Noselect) \"/\" \"\"");
            return "OK " + verb + " completed.";
        }
        ListPattern wanted = new ListPattern(reference + pattern);
        List<Folder> folders = state.mailbox().folders();
        for (Folder folder : folders) {
            if (wanted.matches(folder.name())) {
                boolean parent =
                        folders.stream()
                                .anyMatch(one -> one.name().startsWith(folder.name() + "/"));
                talk.say(
                        "* %s (\\%s) \"/\" %s"
                                .formatted(
                                        verb,
                                        parent ? "HasChildren" : "HasNoChildren",
                                        quoted(folder.name())));
            }
        }
        return "OK " + verb + " completed.";
    }

    String status(Words words) throws IOException, Refusal {
        Folder folder = named(words);
        words.space();
        List<String> items = words.list();
        words.end();
        Folder.Snapshot now = folder.snapshot();
        StringJoiner answer = new StringJoiner(" ", "(", ")");
        for (String item : items) {
            String name = item.toUpperCase(Locale.ROOT);
            answer.add(name + " " + count(now, name));
        }
        talk.say("* STATUS " + quoted(folder.name()) + " " + answer);
        return "OK STATUS completed.";
    }

    String create(Words words) throws Refusal {
        words.space();
        String name = words.string();
        words.end();
        if (name.isEmpty()
                || name.length() > NAME_MAX
                || name.startsWith("/")
                || name.chars().anyMatch(letter -> letter < ' ')) {
            throw Refusal.badArgument();
        }
        if (state.mailbox().folder(name).isPresent()) {
            throw new Refusal("NO %s already exists.".formatted(name));
        }
        try {
            state.mailbox()
                    .create(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
        } catch (IllegalStateException _) {
            throw new Refusal("NO The mailbox has too many folders.");
        }
        return "OK CREATE completed.";
    }

    String append(Words words) throws Refusal {
        Folder folder = named(words);
        words.space();
        Set<Flag> flags = Set.of();
        if (words.sees('(')) {
            flags = Flags.named(words.list());
            words.space();
        }
        Instant arrived = talk.exchange().clock().instant();
        if (words.sees('"')) {
            arrived = InternalDate.moment(words.string());
            words.space();
        }
        byte[] message = words.literal();
        words.end();
        long uid = folder.deliver(MessageSource.of(message), arrived, flags);
        return state.can("UIDPLUS")
                ? "OK [APPENDUID %d %d] APPEND completed.".formatted(folder.uidValidity(), uid)
                : "OK APPEND completed.";
    }

    private Folder named(Words words) throws Refusal {
        words.space();
        String name = words.string();
        return state.mailbox()
                .folder(name)
                .orElseThrow(() -> new Refusal("NO %s doesn't exist.".formatted(name)));
    }

    private static long count(Folder.Snapshot folder, String item) throws Refusal {
        return switch (item) {
            case "MESSAGES", "RECENT" -> folder.messages().size();
            case "UIDNEXT" -> folder.uidNext();
            case "UIDVALIDITY" -> folder.uidValidity();
            case "UNSEEN" -> folder.messages().stream().filter(one -> !one.is(Flag.SEEN)).count();
            default -> throw Refusal.badArgument();
        };
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9./_-]+")
                ? name
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
