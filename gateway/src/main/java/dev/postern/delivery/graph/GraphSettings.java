package dev.postern.delivery.graph;

import dev.postern.delivery.http.TokenSignIn;
import dev.postern.protocol.mail.AddrSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How messages are sent by Graph.
///
/// @param endpoint the service's root, `https://graph.microsoft.com`
/// @param mailbox the one that sends; empty for each message's own sender
/// @param timeout for one request
/// @param drafts a folder for the files of messages that are too large for sendMail, which go by a
///   draft; empty if they go another way
public record GraphSettings(
        URI endpoint,
        TokenSignIn signIn,
        Optional<AddrSpec> mailbox,
        Duration timeout,
        Optional<Path> drafts) {}
