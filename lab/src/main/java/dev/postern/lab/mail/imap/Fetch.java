package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.From;
import dev.postern.lab.mail.net.LineOutput;
import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// FETCH: what it answers for one message after the other.
///
/// The items come in the server's own order, whatever the order they were asked in, with the
/// content last; a UID FETCH tells the UID unasked.
final class Fetch {

    private final Talk talk;
    private final SelectedFolder selected;
    private final MessageFaults faults;
    private final EnumSet<FetchItem.Plain> plain = EnumSet.noneOf(FetchItem.Plain.class);
    private final List<FetchItem.Section> sections;

    Fetch(State state, List<FetchItem> items, boolean byUid) throws Refusal {
        talk = state.talk();
        selected = state.selected();
        faults = new MessageFaults(talk);
        for (FetchItem item : items) {
            if (item instanceof FetchItem.Plain one) {
                plain.add(one);
            }
        }
        if (byUid) {
            plain.add(FetchItem.Plain.UID);
        }
        sections =
                items.stream()
                        .filter(FetchItem.Section.class::isInstance)
                        .map(FetchItem.Section.class::cast)
                        .toList();
    }

    /// Answers for these messages.
    String run(List<Integer> numbers) throws IOException, Refusal {
        boolean allThere = true;
        for (int number : numbers) {
            Optional<Message> message = faults.strike(selected, number);
            if (message.isPresent()) {
                answer(number, message.get());
            } else {
                allThere = false;
            }
        }
        if (!allThere) {
            throw MessageFaults.noLongerThere();
        }
        return "OK FETCH completed.";
    }

    private boolean asksForContent() {
        return !sections.isEmpty() || plain.contains(FetchItem.Plain.ENVELOPE);
    }

    private void answer(int number, Message stored) throws IOException {
        Optional<Fault.Style> withheld = Optional.empty();
        MessageSource source = stored.source();
        if (asksForContent()) {
            withheld = talk.take(Fault.Withheld.class, stored).map(Fault.Withheld::style);
            if (withheld.filter(Fault.Style.NOTHING::equals).isPresent()) {
                talk.dialogue().remark("withheld: UID " + stored.uid());
                return;
            }
            source = talk.content(stored, number);
        }
        Message message = withheld.isPresent() ? stored : seen(number, stored);
        boolean uidLast = talk.take(Fault.UidLast.class, stored).isPresent();
        String uid =
                plain.contains(FetchItem.Plain.UID)
                        ? "UID " + (stored.uid() + faults.uidShift(stored))
                        : "";
        StringJoiner before = new StringJoiner(" ");
        Set<FetchItem.Plain> told = EnumSet.copyOf(plain);
        if (!message.flags().equals(stored.flags())) {
            told.add(FetchItem.Plain.FLAGS);
        }
        plainItems(told, message, source, before);
        if (!uid.isEmpty() && !uidLast) {
            before.add(uid);
        }
        LineOutput out = talk.out();
        String line = "* " + number + " FETCH (" + before;
        for (FetchItem.Section section : sections) {
            line += (line.endsWith("(") ? "" : " ") + section.label();
            line = content(message, section, Content.of(source, section), withheld, line);
        }
        if (uidLast && !uid.isEmpty()) {
            line += (line.endsWith("(") ? "" : " ") + uid;
        }
        talk.dialogue().server(line + ")");
        out.line(line + ")");
    }

    /// Says a section, and answers what is still to be said of the line.
    private String content(
            Message message,
            FetchItem.Section section,
            Content content,
            Optional<Fault.Style> withheld,
            String said)
            throws IOException {
        LineOutput out = talk.out();
        String line = said;
        if (section.slice().isPresent()) {
            long shift =
                    talk.take(Fault.WrongOrigin.class, message)
                            .map(Fault.WrongOrigin::shift)
                            .orElse(0L);
            line += "<" + (section.slice().get().origin() + shift) + ">";
        }
        if (withheld.filter(Fault.Style.NIL::equals).isPresent()) {
            return line + " NIL";
        }
        long length = withheld.isPresent() ? 0 : content.length();
        line += " {" + length + "}";
        talk.say(line);
        talk.exchange().journal().download();
        out.at(From.CONTENT);
        long keep =
                talk.take(Fault.ShortContent.class, message)
                        .map(Fault.ShortContent::keep)
                        .orElse(length);
        content.write(out, Math.min(keep, length));
        return "";
    }

    private void plainItems(
            Set<FetchItem.Plain> told, Message message, MessageSource source, StringJoiner items)
            throws IOException {
        for (FetchItem.Plain item : told) {
            switch (item) {
                case SIZE -> items.add("RFC822.SIZE " + faults.size(message, source));
                case INTERNALDATE ->
                        items.add("INTERNALDATE \"" + InternalDate.of(message.arrived()) + "\"");
                case ENVELOPE -> items.add("ENVELOPE " + Envelope.of(Header.of(source)));
                case BODY -> items.add("BODY " + structure(source));
                case BODYSTRUCTURE -> items.add("BODYSTRUCTURE " + structure(source));
                case FLAGS -> items.add("FLAGS " + Flags.list(message.flags()));
                case UID -> {
                    // its place depends on a fault
                }
            }
        }
    }

    private static String structure(MessageSource source) throws IOException {
        long text = source.size() - Header.of(source).length();
        return "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" %d %d)"
                .formatted(text, text / 78);
    }

    /// Marks the message as read if the client did not only peek; the flags are told with the
    /// content then.
    private Message seen(int number, Message message) {
        boolean marks =
                sections.stream().anyMatch(section -> !section.peek())
                        && !selected.isReadOnly()
                        && !message.is(Flag.SEEN);
        if (!marks) {
            return message;
        }
        Optional<Message> marked = selected.folder().flag(message.uid(), Flag.SEEN::addedTo);
        marked.ifPresent(now -> selected.knows(number, now));
        return marked.orElse(message);
    }
}
