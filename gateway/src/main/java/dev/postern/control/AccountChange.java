package dev.postern.control;

import java.util.List;
import java.util.Optional;

/// What is to be different about an account; what is empty stays as it is.
///
/// @param instead the address that replaces a sender
/// @param mailboxes an empty list for none
/// @param networks an empty list for everywhere
/// @param messagesPerMinute 0 for no limit
public record AccountChange(
        String name,
        Optional<List<String>> senders,
        Optional<AccountOrder.From> from,
        Optional<String> instead,
        Optional<List<String>> mailboxes,
        Optional<List<String>> networks,
        Optional<Integer> messagesPerMinute) {}
