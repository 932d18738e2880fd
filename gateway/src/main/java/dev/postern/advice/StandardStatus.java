package dev.postern.advice;

import static java.util.Map.entry;

import dev.postern.protocol.mail.EnhancedStatus;
import java.util.Map;

/// What the standard says of an enhanced status code, whoever uses it (RFC 3463, RFC 5248 and the
/// register that it began).
final class StandardStatus {

    private static final Map<Integer, String> SUBJECTS =
            Map.of(
                    0, "of no known kind",
                    1, "with an address",
                    2, "with the recipient's mailbox",
                    3, "with the receiving mail system",
                    4, "with the network or the way there",
                    5, "with the dialogue between the servers",
                    6, "with the content or its form",
                    7, "with security or a policy");

    /// By subject and detail: the first digit is the class.
    private static final Map<String, String> DETAILS =
            Map.ofEntries(
                    entry("1.1", "There is no such mailbox."),
                    entry("1.2", "There is no such domain."),
                    entry("1.3", "The recipient's address is malformed."),
                    entry("1.4", "The recipient's address fits several mailboxes."),
                    entry("1.6", "The mailbox has moved, and left no new address."),
                    entry("1.7", "The sender's address is malformed."),
                    entry("1.8", "The sender's domain does not exist or takes no mail."),
                    entry("1.10", "The recipient's domain takes no mail (null MX)."),
                    entry("2.0", "Something is wrong with the recipient's mailbox."),
                    entry("2.1", "The mailbox is disabled."),
                    entry("2.2", "The mailbox is full."),
                    entry("2.3", "The message is larger than the mailbox takes."),
                    entry("2.4", "The mailing list could not be expanded."),
                    entry("3.0", "The receiving mail system has a problem of its own."),
                    entry("3.1", "The receiving mail system is full."),
                    entry("3.2", "The receiving mail system takes no messages at present."),
                    entry(
                            "3.3",
                            "The receiving mail system lacks something that the message needs."),
                    entry("3.4", "The message is larger than the mail system takes."),
                    entry("3.5", "The mail system is configured wrongly."),
                    entry("4.1", "The next server does not answer."),
                    entry("4.2", "The connection broke."),
                    entry("4.3", "A directory, such as the DNS, could not be asked."),
                    entry("4.4", "No way to the destination is known."),
                    entry("4.5", "The mail system is overloaded."),
                    entry("4.6", "The message goes in circles."),
                    entry("4.7", "The message was tried for too long."),
                    entry("5.0", "Something is wrong with the dialogue."),
                    entry("5.1", "A command came that is unknown or out of order."),
                    entry("5.2", "A command was malformed."),
                    entry("5.3", "There are more recipients than the server takes at once."),
                    entry("5.4", "A command had an argument that is not valid."),
                    entry("5.6", "The exchange of credentials was longer than the server takes."),
                    entry("6.0", "Something is wrong with the content."),
                    entry("6.1", "The kind of content is not taken."),
                    entry("6.2", "The content would have to be converted, which is forbidden."),
                    entry("6.3", "The content would have to be converted, which is not possible."),
                    entry("6.6", "The content could not be fetched."),
                    entry("6.7", "An address in letters beyond ASCII is not taken."),
                    entry("7.0", "A rule of the receiving side forbids it."),
                    entry("7.1", "The sender may not send to this recipient."),
                    entry("7.2", "The sender may not send to this list."),
                    entry("7.4", "A protection was asked for that is not offered."),
                    entry("7.5", "A cryptographic check failed."),
                    entry("7.7", "The message was altered on its way."),
                    entry("7.8", "User name or password are wrong."),
                    entry("7.9", "The way of signing in is too weak."),
                    entry("7.11", "Signing in needs an encrypted connection."),
                    entry("7.13", "The account is disabled."),
                    entry("7.20", "The message has no DKIM signature that passes."),
                    entry("7.23", "SPF says that the sending address may not send for the domain."),
                    entry("7.25", "The sending address has no name in the reverse DNS."),
                    entry("7.26", "Several checks of the sender failed: SPF, DKIM."),
                    entry("7.27", "The sender's domain takes no mail (null MX)."),
                    entry("7.28", "The sender sends more than is usual."));

    private StandardStatus() {}

    /// Whether the standard knows the detail, and not just its subject.
    static boolean knows(EnhancedStatus status) {
        return DETAILS.containsKey(key(status));
    }

    static String words(EnhancedStatus status) {
        String detail =
                DETAILS.getOrDefault(
                        key(status),
                        "The standard has no such detail; it is something "
                                + SUBJECTS.getOrDefault(status.subject(), "of no known kind")
                                + ".");
        return detail + " " + category(status);
    }

    private static String category(EnhancedStatus status) {
        return switch (status.category()) {
            case 2 -> "It is a success.";
            case 4 -> "It may pass: trying again may help.";
            default -> "It is for good: the same again will be refused again.";
        };
    }

    private static String key(EnhancedStatus status) {
        return status.subject() + "." + status.detail();
    }
}
