package dev.postern.relay;

import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.HeaderBlock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Writes the header of a message anew: on top Received, and what is missing of From, Date and
/// Message-ID (RFC 6409 §8); then all fields as they came, octet for octet and in their order, but
/// for Bcc, which goes, and From and Sender, where the policy has them changed.
///
/// Confined to one thread.
final class Mending {

    /// RFC 5321 §6.3: at least 100.
    static final int HOPS_MAX = 100;

    /// A message may come back once or twice by somebody's rules, but not again and again.
    static final int VISITS_MAX = 4;

    private final Header header;
    private final Postmark postmark;
    private final Instant now;

    /// What came of it.
    sealed interface Result {

        /// @param octets the new header with the empty line after it
        record Mended(byte[] octets, String messageId) implements Result {}

        record Declined(Refusal refusal) implements Result {}
    }

    Mending(Header header, Postmark postmark, Instant now) {
        this.header = header;
        this.postmark = postmark;
        this.now = now;
    }

    /// @param sender the reverse-path that the message goes on with
    Result mend(Peer peer, SenderPolicy policy, Optional<AddrSpec> sender, RandomGenerator random) {
        Optional<Refusal> circle = circle();
        if (circle.isPresent()) {
            return new Result.Declined(circle.get());
        }
        Author.Decision author = new Author(header, policy).decide(sender);
        if (author instanceof Author.Decision.Denied(Refusal refusal)) {
            return new Result.Declined(refusal);
        }
        StringBuilder top = new StringBuilder(postmark.received(peer, now));
        if (author instanceof Author.Decision.Added(String field, _)) {
            top.append(field);
        }
        if (header.count(FieldName.DATE) == 0) {
            top.append("Date: ").append(Postmark.date(now)).append("\r\n");
        }
        String messageId = messageId();
        if (messageId.isEmpty()) {
            messageId = postmark.messageId(random);
            top.append("Message-ID: ").append(messageId).append("\r\n");
        }
        return new Result.Mended(written(top.toString(), author), messageId);
    }

    private Optional<Refusal> circle() {
        int hops = 0;
        int visits = 0;
        for (int i = 0; i < header.fields(); i++) {
            if (header.name(i) == FieldName.RECEIVED) {
                hops++;
                visits += postmark.isOwn(header.octets(), header.start(i), header.end(i)) ? 1 : 0;
            }
        }
        if (visits > VISITS_MAX) {
            return Optional.of(Refusals.loopHere(visits));
        }
        return hops > HOPS_MAX ? Optional.of(Refusals.loop(hops)) : Optional.empty();
    }

    /// The message's own; empty if it has none, or an empty one.
    private String messageId() {
        for (int i = 0; i < header.fields(); i++) {
            if (header.name(i) == FieldName.MESSAGE_ID) {
                byte[] field =
                        java.util.Arrays.copyOfRange(
                                header.octets(), header.start(i), header.end(i));
                return HeaderBlock.of(field).messageId().orElse("");
            }
        }
        return "";
    }

    private byte[] written(String top, Author.Decision author) {
        Octets out = new Octets(header.end() + top.length() + 512);
        out.add(top.getBytes(StandardCharsets.UTF_8));
        boolean replaced = false;
        int run = 0;
        for (int i = 0; i < header.fields(); i++) {
            if (stays(i, author)) {
                continue;
            }
            out.add(header.octets(), run, header.start(i));
            run = header.end(i);
            if (header.name(i) == FieldName.FROM
                    && !replaced
                    && author instanceof Author.Decision.Replaced(byte[] field, _)) {
                out.add(field);
                replaced = true;
            }
        }
        out.add(header.octets(), run, header.end());
        if (header.end() > 0 && header.octets()[header.end() - 1] != '\n') {
            out.add(EMPTY_LINE); // the end of the last line, which came without
        }
        out.add(EMPTY_LINE);
        return out.whole();
    }

    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    private boolean stays(int field, Author.Decision author) {
        return switch (header.name(field)) {
            case BCC, RESENT_BCC -> false;
            case FROM -> !(author instanceof Author.Decision.Replaced);
            case SENDER ->
                    switch (author) {
                        case Author.Decision.Stays(boolean dropSender) -> !dropSender;
                        case Author.Decision.Replaced(_, boolean dropSender) -> !dropSender;
                        case Author.Decision.Added(_, boolean dropSender) -> !dropSender;
                        case Author.Decision.Denied _ -> true;
                    };
            case DATE, MESSAGE_ID, RECEIVED, REPLY_TO, OTHER -> true;
        };
    }
}
