package dev.postern.account;

import java.util.List;

/// A local account, as far as those need to know it who let it in.
///
/// @param name as it signs in; compared without regard to case
/// @param mailboxes addresses of the mailboxes that it may open through the proxy
/// @param policy as whom it may send
/// @param messagesPerMinute no more than so many
public record Account(
        String name, List<String> mailboxes, SenderPolicy policy, int messagesPerMinute) {

    public Account {
        mailboxes = List.copyOf(mailboxes);
    }
}
