package dev.postern.lab.mail.pop3;

import dev.postern.lab.mail.store.Flag;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Message;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The inbox as one session sees it: as it was at the sign-in, less what was marked as deleted.
/// Used by the session's thread.
final class Maildrop {

    private final Folder inbox;
    private final List<Message> messages;
    private final BitSet deleted = new BitSet();

    Maildrop(Folder inbox) {
        this.inbox = inbox;
        messages = inbox.messages();
    }

    Folder inbox() {
        return inbox;
    }

    /// The numbers of all messages that are not marked.
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; number <= messages.size(); number++) {
            if (!deleted.get(number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    Message message(int number) throws Refusal {
        if (number < 1 || number > messages.size() || deleted.get(number)) {
            throw new Refusal("The specified message is out of range.");
        }
        return messages.get(number - 1);
    }

    /// False if somebody else has removed the message meanwhile.
    boolean isThere(Message message) {
        return inbox.current(message).isPresent();
    }

    void delete(int number) throws Refusal {
        message(number);
        deleted.set(number);
    }

    void reset() {
        deleted.clear();
    }

    /// Marks a message as read, if it is still there.
    void read(Message message) {
        inbox.current(message).ifPresent(one -> inbox.flag(one.uid(), Flag.SEEN::addedTo));
    }

    /// Takes a message away, as another client would.
    void remove(Message message) {
        inbox.current(message).ifPresent(one -> inbox.remove(one.uid()));
    }

    /// Removes what was marked, as far as it is still there.
    void commit() {
        deleted.stream().forEach(number -> remove(messages.get(number - 1)));
    }
}
