package dev.postern.lab.mail.smtp;

import dev.postern.lab.mail.store.MessageSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What one service decides about one client's session. Used by the session's thread.
public interface Desk {

    /// Follows `220 ` in the greeting.
    String banner();

    /// Follows `250-` in the answer to EHLO.
    String hello();

    /// The extensions that do not depend on the state of the session.
    List<String> extensions();

    /// The mechanisms of AUTH that are offered now; none if a client must do something else first.
    ///
    /// @param secure whether the session goes by TLS
    List<String> mechanisms(boolean secure);

    /// What a message may be like, for whoever has signed in.
    Bounds bounds();

    /// Decides over a sign-in; it was one if the reply is positive.
    Reply signIn(Proof proof) throws IOException;

    /// Decides over MAIL; empty if the sender may go on. Then [#over] is called in the end.
    Optional<Reply> refusal(Transaction transaction);

    /// Decides over RCPT; empty if the recipient is taken.
    Optional<Reply> refusal(Transaction transaction, String recipient);

    /// Decides over a message that has come to its end; it was taken if the reply is positive.
    Reply take(Transaction transaction, MessageSource message) throws IOException;

    /// A transaction that had not been refused is over, whatever became of it.
    void over(Transaction transaction);

    /// How large a message may be.
    ///
    /// @param recipients how many it may have
    record Bounds(long octets, int recipients) {}
}
