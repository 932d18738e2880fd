package dev.postern.relay;

import dev.postern.account.SenderPolicy;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import java.util.List;

/// What the relay has to say against a message, with the codes of RFC 5321 §4.2 and RFC 3463.
final class Refusals {

    /// So that a reply stays one line.
    private static final int PATTERNS_MAX = 5;

    private Refusals() {}

    static Refusal sender(AddrSpec sender, SenderPolicy policy) {
        return refusal(
                550,
                5,
                7,
                1,
                "Sender <%s> is not allowed here; allowed: %s".formatted(sender, allowed(policy)));
    }

    static Refusal nobody() {
        return refusal(550, 5, 7, 1, "This account may not send: it has no sender address");
    }

    static Refusal author(String field, AddrSpec address, SenderPolicy policy) {
        return refusal(
                550,
                5,
                7,
                1,
                "The %s field has <%s>, which is not allowed here; allowed: %s"
                        .formatted(field, address, allowed(policy)));
    }

    static Refusal unreadableAuthor(String field, SenderPolicy policy) {
        return refusal(
                550,
                5,
                7,
                1,
                "The %s field has no address that can be read; allowed: %s"
                        .formatted(field, allowed(policy)));
    }

    static Refusal severalFrom() {
        return refusal(554, 5, 6, 0, "The message has more than one From field");
    }

    static Refusal noAuthor() {
        return refusal(554, 5, 6, 0, "The message has no From field, and no address to put there");
    }

    static Refusal header(String fault, boolean tooLarge) {
        return tooLarge ? refusal(552, 5, 3, 4, fault) : refusal(554, 5, 6, 0, fault);
    }

    static Refusal loop(int hops) {
        return refusal(
                554,
                5,
                4,
                6,
                "The message goes in circles: it has been through %d servers".formatted(hops));
    }

    static Refusal loopHere(int visits) {
        return refusal(
                554,
                5,
                4,
                6,
                "The message goes in circles: it has been here %d times".formatted(visits));
    }

    static Refusal noRoute(AddrSpec recipient) {
        return refusal(550, 5, 7, 1, "Relaying denied: no route for <%s>".formatted(recipient));
    }

    static Refusal noRouteForSize(long size) {
        return refusal(552, 5, 3, 4, "No route takes a message of %d octets there".formatted(size));
    }

    static Refusal size(long most) {
        return refusal(552, 5, 3, 4, "The message has more than %d octets".formatted(most));
    }

    static Refusal rate(int messagesPerMinute) {
        return refusal(
                450,
                4,
                7,
                1,
                "This account may send %d messages a minute; come back in a minute"
                        .formatted(messagesPerMinute));
    }

    static Refusal storeAway() {
        return refusal(452, 4, 3, 1, "The store takes no message now; come back later");
    }

    static Refusal storeTrouble() {
        return refusal(451, 4, 3, 0, "The message could not be stored; come back later");
    }

    private static String allowed(SenderPolicy policy) {
        List<String> patterns = policy.senders();
        String first =
                String.join(", ", patterns.subList(0, Math.min(PATTERNS_MAX, patterns.size())));
        return patterns.isEmpty() ? "none" : first + (patterns.size() > PATTERNS_MAX ? " …" : "");
    }

    private static Refusal refusal(int code, int category, int subject, int detail, String words) {
        return new Refusal(
                code,
                new EnhancedStatus(category, subject, detail),
                words.replace("…", "...").replaceAll("[^ -~]", "?"));
    }
}
