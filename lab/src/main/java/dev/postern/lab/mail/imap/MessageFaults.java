package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import dev.postern.lab.mail.store.Substitutes;
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
        Optional<Fault.Cut> cut = talk.take(Fault.Cut.class, told);
        if (cut.isPresent()) {
            talk.out().plan(cut);
        }
        Optional<Fault.Blurt> blurt = talk.take(Fault.Blurt.class, told);
        if (blurt.isPresent()) {
            talk.interject(blurt.get());
        }
        Optional<Fault.Answer> answer = talk.take(Fault.Answer.class, told);
        if (answer.isPresent()) {
            throw new Refusal(answer.get().text());
        }
        if (talk.take(Fault.Vanishes.class, told).isPresent()) {
            selected.folder().remove(told.uid());
        }
        return selected.current(number);
    }

    MessageSource source(Message message, int number, String protocol) throws IOException {
        if (talk.take(Fault.Placeholder.class, message).isPresent()) {
            return Substitutes.placeholder(protocol, number, message);
        }
        if (talk.take(Fault.Rendition.class, message).isPresent()) {
            return Substitutes.rendition(message.source(), talk.exchange().journal().downloads());
        }
        return message.source();
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
