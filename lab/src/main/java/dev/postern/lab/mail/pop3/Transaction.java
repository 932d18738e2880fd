package dev.postern.lab.mail.pop3;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.fault.Fault.From;
import dev.postern.lab.mail.fault.Fault.Style;
import dev.postern.lab.mail.store.Folder;
import dev.postern.lab.mail.store.Header;
import dev.postern.lab.mail.store.Message;
import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// What a client can do once it has signed in (RFC 1939 §5). Used by the session's thread.
final class Transaction {

    private final Talk talk;
    private final Maildrop maildrop;

    Transaction(Talk talk, Folder inbox) {
        this.talk = talk;
        maildrop = new Maildrop(inbox);
    }

    /// Does a command; its last line.
    String perform(Request request) throws IOException, Refusal {
        return switch (request.verb()) {
            case "STAT" -> stat();
            case "LIST" -> list(request, this::size);
            case "UIDL" -> list(request, Message::uidl);
            case "RETR" -> retrieve(request.number(1), Long.MAX_VALUE);
            case "TOP" -> retrieve(request.number(1), request.number(2));
            case "DELE" -> {
                struck(request.number(1));
                maildrop.delete(request.number(1));
                yield "+OK";
            }
            case "RSET" -> {
                maildrop.reset();
                yield "+OK";
            }
            default -> throw Refusal.badCommand();
        };
    }

    void commit() {
        maildrop.commit();
    }

    void othersExpunge(Fault.OthersExpunge fault) {
        Folder inbox = maildrop.inbox();
        fault.victim().among(inbox.messages()).ifPresent(one -> inbox.remove(one.uid()));
    }

    private String stat() throws Refusal {
        List<Integer> numbers = maildrop.numbers();
        long octets = 0;
        for (int number : numbers) {
            octets += Long.parseLong(size(maildrop.message(number)));
        }
        return "+OK " + numbers.size() + " " + octets;
    }

    private String size(Message message) {
        return String.valueOf(
                talk.take(Fault.FalseSize.class, message)
                        .map(Fault.FalseSize::size)
                        .orElseGet(message::estimatedSize));
    }

    /// What a listing says of a message.
    private interface Fact {
        String of(Message message);
    }

    private String list(Request request, Fact fact) throws IOException, Refusal {
        if (request.words() > 0) {
            int number = request.number(1);
            return "+OK " + number + " " + fact.of(maildrop.message(number));
        }
        talk.say("+OK");
        for (int number : maildrop.numbers()) {
            talk.say(number + " " + fact.of(maildrop.message(number)));
        }
        return ".";
    }

    /// Lets happen what is to happen to a message before the command deals with it; the message.
    private Message struck(int number) throws IOException, Refusal {
        Message message = maildrop.message(number);
        Optional<Fault.Answer> answer = talk.strike(message);
        if (answer.isPresent()) {
            throw Refusal.wanted(answer.get());
        }
        if (talk.take(Fault.Vanishes.class, message).isPresent()) {
            maildrop.remove(message);
        }
        return message;
    }

    /// RETR and TOP.
    ///
    /// @param lines how many lines of the body
    private String retrieve(int number, long lines) throws IOException, Refusal {
        Message message = struck(number);
        Optional<Style> withheld =
                talk.take(Fault.Withheld.class, message).map(Fault.Withheld::style);
        boolean unavailable = withheld.filter(style -> style != Style.EMPTY).isPresent();
        if (unavailable || !maildrop.isThere(message)) {
            throw new Refusal("The requested message is no longer available.");
        }
        MessageSource source = talk.content(message, number);
        talk.say("+OK");
        talk.exchange().journal().download();
        talk.out().at(From.CONTENT);
        if (withheld.isEmpty()) {
            send(message, source, lines);
        }
        if (lines == Long.MAX_VALUE) {
            maildrop.read(message);
        }
        return ".";
    }

    private void send(Message message, MessageSource source, long lines) throws IOException {
        long keep =
                talk.take(Fault.ShortContent.class, message)
                        .map(Fault.ShortContent::keep)
                        .orElse(Long.MAX_VALUE);
        OutputStream out = talk.out();
        DotStuffing stuffing = new DotStuffing(out);
        try (InputStream in = source.open()) {
            if (lines == Long.MAX_VALUE) {
                stuffing.write(in, keep);
            } else {
                stuffing.write(in, Math.min(keep, Header.of(source).length()));
                stuffing.writeLines(in, lines);
            }
        }
        stuffing.end();
    }
}
