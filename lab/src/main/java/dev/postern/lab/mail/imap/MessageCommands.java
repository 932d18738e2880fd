package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Commands about the messages of the selected folder (RFC 3501 §6.4).
final class MessageCommands {

    private final State state;
    private final Talk talk;
    private final MessageFaults faults;

    MessageCommands(State state) {
        this.state = state;
        talk = state.talk();
        faults = new MessageFaults(talk);
    }

    String fetch(Words words, boolean byUid) throws IOException, Refusal {
        List<Integer> numbers = numbers(words, byUid);
        words.space();
        List<FetchItem> items = FetchItem.parse(words);
        words.end();
        return new Fetch(state, items, byUid).run(numbers);
    }

    String search(Words words, boolean byUid) throws IOException, Refusal {
        SelectedFolder selected = state.selected();
        words.space();
        Criterion criterion = Criterion.parse(words, selected);
        StringJoiner found = new StringJoiner(" ", "* SEARCH ", "").setEmptyValue("* SEARCH");
        for (int number = 1; number <= selected.size(); number++) {
            Message message = selected.current(number).orElse(selected.told(number));
            if (criterion.matches(number, message)) {
                found.add(String.valueOf(byUid ? message.uid() : number));
            }
        }
        talk.say(found.toString());
        return "OK SEARCH completed.";
    }

    String store(Words words, boolean byUid) throws IOException, Refusal {
        SelectedFolder selected = writable();
        List<Integer> numbers = numbers(words, byUid);
        words.space();
        String item = words.verb();
        words.space();
        Set<Flag> flags = Flags.named(words.sees('(') ? words.list() : words(words));
        words.end();
        boolean silent = item.endsWith(".SILENT");
        UnaryOperator<Set<Flag>> change =
                change(silent ? item.substring(0, item.length() - 7) : item, flags);
        boolean allThere = true;
        for (int number : numbers) {
            Optional<Message> changed =
                    faults.strike(selected, number)
                            .flatMap(one -> selected.folder().flag(one.uid(), change));
            allThere &= changed.isPresent();
            if (changed.isPresent()) {
                stored(selected, number, changed.get(), silent, byUid);
            }
        }
        if (!allThere) {
            throw MessageFaults.noLongerThere();
        }
        return "OK STORE completed.";
    }

    private void stored(
            SelectedFolder selected, int number, Message now, boolean silent, boolean byUid)
            throws IOException {
        selected.knows(number, now);
        if (!silent) {
            String uid = byUid ? " UID " + (now.uid() + faults.uidShift(now)) : "";
            talk.say("* %d FETCH (FLAGS %s%s)".formatted(number, Flags.list(now.flags()), uid));
        }
    }

    String copy(Words words, boolean byUid) throws IOException, Refusal {
        SelectedFolder selected = state.selected();
        List<Integer> numbers = numbers(words, byUid);
        Folder target = target(words);
        Transfer transfer =
                transfer(numbers, message -> selected.folder().copy(message.uid(), target));
        if (!transfer.isWhole(numbers)) {
            throw MessageFaults.noLongerThere();
        }
        return "OK " + copyUid(target, transfer) + "COPY completed.";
    }

    String move(Words words, boolean byUid) throws IOException, Refusal {
        if (!state.can("MOVE")) {
            throw Refusal.badCommand();
        }
        SelectedFolder selected = writable();
        List<Integer> numbers = numbers(words, byUid);
        Folder target = target(words);
        Transfer transfer =
                transfer(numbers, message -> selected.folder().move(message.uid(), target));
        String code = copyUid(target, transfer);
        if (!code.isEmpty()) {
            talk.say("* OK " + code.strip());
        }
        state.tellNews();
        if (!transfer.isWhole(numbers)) {
            throw MessageFaults.noLongerThere();
        }
        return "OK MOVE completed.";
    }

    /// Which UIDs became which.
    private record Transfer(List<Long> from, List<Long> to) {

        boolean isWhole(List<Integer> numbers) {
            return from.size() == numbers.size();
        }
    }

    private Transfer transfer(List<Integer> numbers, Function<Message, Optional<Long>> step)
            throws IOException, Refusal {
        Transfer transfer = new Transfer(new ArrayList<>(), new ArrayList<>());
        for (int number : numbers) {
            Optional<Message> message = faults.strike(state.selected(), number);
            Optional<Long> uid = message.flatMap(step);
            if (message.isPresent() && uid.isPresent()) {
                transfer.from.add(message.get().uid());
                transfer.to.add(uid.get());
            }
        }
        return transfer;
    }

    String expunge(Words words, boolean byUid) throws IOException, Refusal {
        SelectedFolder selected = writable();
        if (byUid && !state.can("UIDPLUS")) {
            throw Refusal.badCommand();
        }
        Stream<Message> named =
                byUid
                        ? numbers(words, true).stream()
                                .map(selected::current)
                                .flatMap(Optional::stream)
                        : selected.folder().messages().stream();
        words.end();
        named.filter(message -> message.is(Flag.DELETED))
                .forEach(message -> selected.folder().remove(message.uid()));
        state.tellNews();
        return "OK EXPUNGE completed.";
    }

    /// CLOSE expunges without telling; UNSELECT leaves all as it is.
    String leave(boolean expunges) throws Refusal {
        SelectedFolder selected = state.selected();
        if (expunges && !selected.isReadOnly()) {
            selected.folder().messages().stream()
                    .filter(message -> message.is(Flag.DELETED))
                    .forEach(message -> selected.folder().remove(message.uid()));
        }
        state.deselect();
        return expunges ? "OK CLOSE completed." : "OK UNSELECT completed.";
    }

    private SelectedFolder writable() throws Refusal {
        SelectedFolder selected = state.selected();
        if (selected.isReadOnly()) {
            throw new Refusal("NO The folder is read-only.");
        }
        return selected;
    }

    private List<Integer> numbers(Words words, boolean byUid) throws Refusal {
        SelectedFolder selected = state.selected();
        words.space();
        return selected.numbers(SequenceSet.parse(words), byUid);
    }

    private Folder target(Words words) throws Refusal {
        words.space();
        String name = words.string();
        words.end();
        return state.mailbox()
                .folder(name)
                .orElseThrow(() -> new Refusal("NO [TRYCREATE] %s doesn't exist.".formatted(name)));
    }

    private String copyUid(Folder target, Transfer transfer) {
        if (transfer.from.isEmpty() || !state.can("UIDPLUS")) {
            return "";
        }
        return "[COPYUID %d %s %s] "
                .formatted(target.uidValidity(), joined(transfer.from), joined(transfer.to));
    }

    private static String joined(List<Long> uids) {
        return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<String> words(Words words) throws Refusal {
        List<String> list = new ArrayList<>();
        do {
            list.add(words.string());
        } while (words.skips(' '));
        return list;
    }

    private static UnaryOperator<Set<Flag>> change(String item, Set<Flag> flags) throws Refusal {
        return switch (item.toUpperCase(Locale.ROOT)) {
            case "FLAGS" -> _ -> flags;
            case "+FLAGS" -> Flags.plus(flags.toArray(Flag[]::new));
            case "-FLAGS" ->
                    old -> {
                        Set<Flag> less = EnumSet.noneOf(Flag.class);
                        less.addAll(old);
                        less.removeAll(flags);
                        return less;
                    };
            default -> throw Refusal.badArgument();
        };
    }
}
