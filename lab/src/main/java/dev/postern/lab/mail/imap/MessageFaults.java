package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.util.Optional;

/// What goes wrong with single messages of a command. Used by the session's thread.
final class MessageFaults {

    private final Talk talk;

    MessageFaults(Talk talk) {
        this.talk = talk;
    }

    static Refusal noLongerThere() {
        return new Refusal("NO Some of the requested messages no longer exist.");
    }

    /// Lets happen what is to happen to this message before the command deals with it; the message,
    /// if it is still there.
    Optional<Message> strike(SelectedFolder selected, int number) throws IOException, Refusal {
        Message told = selected.told(number);
        Optional<Fault.Answer> answer = talk.strike(told);
        if (answer.isPresent()) {
            throw new Refusal(answer.get().text());
        }
        if (talk.take(Fault.Vanishes.class, told).isPresent()) {
            selected.folder().remove(told.uid());
        }
        return selected.current(number);
    }

    long uidShift(Message message) {
        return talk.take(Fault.WrongUid.class, message).map(Fault.WrongUid::shift).orElse(0L);
    }

    long size(Message message, MessageSource source) {
        Message shown =
                new Message(
                        message.uid(),
                        message.identity(),
                        message.arrived(),
                        message.flags(),
                        source);
        return talk.take(Fault.FalseSize.class, message)
                .map(Fault.FalseSize::size)
                .orElseGet(shown::estimatedSize);
    }
}
