package dev.postern.relay;

import dev.postern.account.SenderPolicy;
import dev.postern.account.SenderPolicy.From;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.DisplayName;
import dev.postern.relay.Mailboxes.Mailbox;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what becomes of the From and Sender fields under a sender policy.
///
/// Other fields that name people (Reply-To, Resent-From) are the sender's business and stay.
/// Confined to one thread.
final class Author {

    /// What is to be done.
    sealed interface Decision {

        /// The fields stay as they are, except a Sender that is dropped.
        record Stays(boolean dropSender) implements Decision {}

        /// There is none: this field is added.
        record Added(String field, boolean dropSender) implements Decision {}

        /// All From fields go, and these octets come instead of the first.
        ///
        /// @param field From, and Reply-To if there was none
        record Replaced(byte[] field, boolean dropSender) implements Decision {}

        /// The message is not taken.
        record Denied(Refusal refusal) implements Decision {}
    }

    private final Header header;
    private final SenderPolicy policy;

    Author(Header header, SenderPolicy policy) {
        this.header = header;
        this.policy = policy;
    }

    /// @param sender the reverse-path that the message goes on with
    Decision decide(Optional<AddrSpec> sender) {
        int fields = header.count(FieldName.FROM);
        if (fields == 0) {
            return missing(sender);
        }
        if (fields == 1 && policy.allowsAll()) {
            return new Decision.Stays(false);
        }
        return policy.from() == From.KEEP ? kept(fields) : repaired(fields);
    }

    private Decision missing(Optional<AddrSpec> sender) {
        Optional<AddrSpec> author = sender.or(policy::replacement);
        if (author.isEmpty()) {
            return new Decision.Denied(Refusals.noAuthor());
        }
        String field = "From: <" + author.get() + ">\r\n";
        if (header.count(FieldName.SENDER) == 0 || policy.allowsAll()) {
            return new Decision.Added(field, false);
        }
        List<Mailbox> senders = mailboxes(FieldName.SENDER);
        if (policy.from() == From.KEEP) {
            return objection("Sender", senders)
                    .<Decision>map(Decision.Denied::new)
                    .orElseGet(() -> new Decision.Added(field, false));
        }
        boolean fine = policy.replacement().filter(instead -> fine(senders, instead)).isPresent();
        return new Decision.Added(field, !fine);
    }

    private Decision kept(int fields) {
        if (fields > 1) {
            return new Decision.Denied(Refusals.severalFrom());
        }
        Optional<Refusal> no = objection("From", mailboxes(FieldName.FROM));
        if (no.isEmpty() && header.count(FieldName.SENDER) > 0) {
            no = objection("Sender", mailboxes(FieldName.SENDER));
        }
        return no.<Decision>map(Decision.Denied::new).orElseGet(() -> new Decision.Stays(false));
    }

    private Optional<Refusal> objection(String field, List<Mailbox> authors) {
        for (Mailbox author : authors) {
            if (author.address().isPresent() && !policy.allows(author.address().get())) {
                return Optional.of(Refusals.author(field, author.address().get(), policy));
            }
        }
        return allAllowed(authors)
                ? Optional.empty()
                : Optional.of(Refusals.unreadableAuthor(field, policy));
    }

    private Decision repaired(int fields) {
        Optional<AddrSpec> instead = policy.replacement();
        if (instead.isEmpty()) {
            return new Decision.Denied(Refusals.nobody());
        }
        List<Mailbox> authors = mailboxes(FieldName.FROM);
        boolean senderFine =
                header.count(FieldName.SENDER) == 0
                        || fine(mailboxes(FieldName.SENDER), instead.get());
        if (fields == 1 && fine(authors, instead.get())) {
            return new Decision.Stays(!senderFine);
        }
        return new Decision.Replaced(replacement(authors, instead.get()), true);
    }

    private boolean fine(List<Mailbox> authors, AddrSpec instead) {
        if (policy.from() != From.FORCE) {
            return allAllowed(authors);
        }
        return authors.size() == 1
                && authors.getFirst().address().filter(instead::sameMailbox).isPresent();
    }

    private boolean allAllowed(List<Mailbox> authors) {
        return !authors.isEmpty()
                && authors.stream()
                        .allMatch(one -> one.address().filter(policy::allows).isPresent());
    }

    /// The new From field with the first author's name; and what it replaces as Reply-To, octet for
    /// octet, unless answers were to go somewhere else, or the old one is no address.
    private byte[] replacement(List<Mailbox> authors, AddrSpec instead) {
        int first = first(FieldName.FROM);
        Charset charset = charset(first);
        String name = authors.isEmpty() ? "" : authors.getFirst().name();
        String from =
                name.isEmpty()
                        ? "From: <" + instead + ">\r\n"
                        : "From: " + DisplayName.before(name) + "<" + instead + ">\r\n";
        Octets octets = new Octets(256);
        octets.add(from.getBytes(instead.needsUtf8() ? StandardCharsets.UTF_8 : charset));
        boolean answerable = authors.stream().anyMatch(one -> one.address().isPresent());
        if (answerable && header.count(FieldName.REPLY_TO) == 0) {
            octets.add("Reply-To:".getBytes(StandardCharsets.US_ASCII));
            octets.add(header.octets(), header.value(first), header.end(first));
        }
        return octets.whole();
    }

    private List<Mailbox> mailboxes(FieldName name) {
        List<Mailbox> all = new ArrayList<>();
        for (int i = 0; i < header.fields(); i++) {
            if (header.name(i) == name) {
                all.addAll(
                        Mailboxes.parse(
                                new String(
                                        header.octets(),
                                        header.value(i),
                                        header.end(i) - header.value(i),
                                        charset(i))));
            }
        }
        return all;
    }

    private int first(FieldName name) {
        int field = 0;
        while (header.name(field) != name) {
            field++;
        }
        return field;
    }

    /// UTF-8 (RFC 6532) if it is, else ISO 8859-1, which gives the same octets back.
    private Charset charset(int field) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(
                            ByteBuffer.wrap(
                                    header.octets(),
                                    header.start(field),
                                    header.end(field) - header.start(field)));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException _) {
            return StandardCharsets.ISO_8859_1;
        }
    }
}
