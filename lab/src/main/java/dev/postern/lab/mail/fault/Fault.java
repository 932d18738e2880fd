package dev.postern.lab.mail.fault;

import dev.postern.lab.mail.store.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One way to misbehave.
///
/// Some strike a whole command, some one message within it; each says which.
public sealed interface Fault {

    /// A fault that strikes a command as a whole, or one message within it if it picks messages.
    sealed interface OfCommand extends Fault {}

    /// When, within a command, something happens.
    enum Moment {
        /// Before anything is done.
        FIRST,
        /// When all is done and said, but the final answer.
        BEFORE_ANSWER
    }

    /// From where a [Cut] counts its bytes.
    enum From {
        /// The first byte of what the server says to the command, or of the message within it.
        REPLY,
        /// The first byte of a message's content.
        CONTENT,
        /// The final answer: all else has been said and done.
        ANSWER
    }

    /// How the network fails.
    enum Way {
        /// Nothing more for a while; the socket stays open.
        STALL,
        /// One byte at a time.
        DRIP,
        /// The connection ends (FIN), within TLS without its farewell.
        DROP,
        /// The connection is reset (RST).
        RESET
    }

    /// How an announced message is kept back.
    enum Style {
        /// OK, and no word of the message.
        NOTHING,
        /// The body is `NIL`.
        NIL,
        /// The body has no octets.
        EMPTY
    }

    /// A command or a message: the final answer is this, and nothing is done.
    ///
    /// @param text without IMAP's tag; POP3 says `-ERR` and what follows the first word
    record Answer(String text) implements OfCommand {}

    /// A command or a message: a line of its own, without any tag.
    record Blurt(String line, Moment moment, boolean closes) implements OfCommand {

        /// What Exchange says when a session outlives its token.
        public static final Blurt TOKEN_EXPIRED =
                new Blurt("* BYE Session invalidated - AccessTokenExpired", Moment.FIRST, true);
    }

    /// A command or a message: the network fails.
    ///
    /// @param bytes how many still pass
    /// @param time how long a stall lasts, or between two bytes of a drip
    record Cut(Way way, From from, long bytes, Duration time) implements OfCommand {}

    /// A command: every answer is this late.
    record Latency(Duration time) implements Fault {}

    /// A sign-in: the token is good, the mailbox stays closed.
    record NotConnected() implements Fault {}

    /// A sign-in: more than so many connections to the mailbox are refused.
    record TooManyConnections(int max) implements Fault {}

    /// A sign-in: longer tokens are refused.
    record LongToken(int max) implements Fault {}

    /// A session: it ends when its token does.
    record TokenBound() implements Fault {}

    /// A session: what the server says it can.
    ///
    /// @param with in the order they are told
    record Capabilities(Set<String> without, List<String> with) implements Fault {}

    /// A folder, when it is selected: nothing can be changed.
    record ReadOnly() implements Fault {}

    /// An IDLE: nothing is announced while it lasts.
    record SilentIdle() implements Fault {}

    /// A command, once a folder is selected: UIDVALIDITY and all UIDs change before it is done.
    ///
    /// @param told whether the session is told by an untagged OK
    record Renumbered(boolean told) implements Fault {}

    /// A command: another client expunges a message before it is done.
    record OthersExpunge(Victim victim) implements Fault {}

    /// Which message another client expunges.
    sealed interface Victim {
        record First() implements Victim {}

        record Last() implements Victim {}

        record Uid(long uid) implements Victim {}

        /// The one it is among these, if it is there.
        default Optional<Message> among(List<Message> messages) {
            return switch (this) {
                case First() -> messages.stream().findFirst();
                case Last() -> messages.reversed().stream().findFirst();
                case Uid(long uid) -> messages.stream().filter(one -> one.uid() == uid).findFirst();
            };
        }
    }

    /// The end of a message that a client hands in: it is kept, and the connection ends without the
    /// reply.
    record LostReply() implements Fault {}

    /// A message that a client hands in: it is read no further than this.
    ///
    /// @param bytes how many are read
    /// @param time how long a stall lasts, or between two bytes of a drip
    record Intake(Way way, long bytes, Duration time) implements Fault {}

    /// A recipient: every n-th of a message is refused.
    record NthRecipient(int n, String text) implements Fault {}

    /// A message: it is expunged at the moment it is asked for.
    record Vanishes() implements Fault {}

    /// A message: announced, and not to be had.
    record Withheld(Style style) implements Fault {}

    /// A message: Exchange's notice that it could not be retrieved comes in its place.
    record Placeholder() implements Fault {}

    /// A message: its size is told to be this.
    record FalseSize(long size) implements Fault {}

    /// A message: every download has other bytes.
    record Rendition() implements Fault {}

    /// A message: so many of the announced octets, and then the rest of the answer.
    record ShortContent(long keep) implements Fault {}

    /// A message: the answer carries another UID.
    record WrongUid(long shift) implements Fault {}

    /// A message: a partial answer names another origin.
    record WrongOrigin(long shift) implements Fault {}

    /// A message: its UID follows its content.
    record UidLast() implements Fault {}
}
