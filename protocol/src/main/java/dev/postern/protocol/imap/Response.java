package dev.postern.protocol.imap;

import dev.postern.protocol.mail.HeaderBlock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A response of a server (RFC 3501 §7).
sealed interface Response {

    /// The end of the command with this tag.
    record Tagged(String tag, Completion completion) implements Response {}

    /// A request to go on (§7.5).
    record Continue(String text) implements Response {}

    /// A response that any command may bring, and none.
    sealed interface Untagged extends Response {}

    /// OK, NO, BAD, PREAUTH, BYE (§7.1).
    record Condition(String status, Optional<ResponseCode> code, String text) implements Untagged {}

    /// How many messages the mailbox has (§7.3.1).
    record Exists(long messages) implements Untagged {}

    /// A message is gone (§7.4.1), or several by their UIDs.
    record Expunged() implements Untagged {}

    /// What SEARCH found (§7.2.5).
    record Hits(UidSet uids) implements Untagged {}

    /// What the server can do (§7.2.1).
    record Capable(Capabilities capabilities) implements Untagged {}

    /// A mailbox (§7.2.2).
    record Listed(Folder folder) implements Untagged {}

    /// The server's account of itself (RFC 2971).
    record Identity(Map<String, String> fields) implements Untagged {}

    /// The namespaces, as they were sent (RFC 2342 §5).
    record Namespaces(String text) implements Untagged {}

    /// Something about a message (§7.4.2).
    ///
    /// @param uid empty if the response does not name it
    record Fetch(
            OptionalLong uid,
            Optional<Instant> internalDate,
            Set<String> flags,
            long sizeHint,
            Body body,
            Optional<HeaderBlock> header)
            implements Untagged {}

    /// Anything else, which means nothing to us.
    record Other(String name) implements Untagged {}

    /// The body in a FETCH response.
    sealed interface Body {

        /// The response had none.
        record Absent() implements Body {}

        /// It was announced as empty, or not as a body: nothing went to the sink.
        record Nothing(String why) implements Body {}

        /// This many octets went to the sink.
        record Whole(long octets) implements Body {}
    }
}
