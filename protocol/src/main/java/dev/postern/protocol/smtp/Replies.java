package dev.postern.protocol.smtp;

import dev.postern.protocol.sasl.Interrogation;
import java.util.List;
import java.util.Optional;

/// The replies that a [ServerSession] gives of its own, whatever the service behind it.
final class Replies {

    static final ServerReply DONE = ServerReply.of(250, "2.0.0", "OK");
    static final ServerReply RESET = ServerReply.of(250, "2.0.0", "Forgotten");
    static final ServerReply BYE = ServerReply.of(221, "2.0.0", "Bye");
    static final ServerReply START_TLS = ServerReply.of(220, "2.0.0", "Ready to start TLS");
    static final ServerReply GO_AHEAD =
            ServerReply.plain(354, "Send the message, end it with CRLF.CRLF");
    static final ServerReply NOT_VERIFIED =
            ServerReply.of(252, "2.5.2", "Not verified; send a message to find out");
    static final ServerReply HELP =
            ServerReply.of(
                    214,
                    "2.0.0",
                    "EHLO HELO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY QUIT");

    static final ServerReply LATE =
            ServerReply.of(421, "4.4.2", "You took too long; closing the connection");
    static final ServerReply RETIRED =
            ServerReply.of(421, "4.3.2", "The service is stopping; try again later");
    static final ServerReply OUR_FAULT =
            ServerReply.of(421, "4.3.0", "Something went wrong here; try again later");
    static final ServerReply NOT_STORED =
            ServerReply.of(451, "4.3.0", "The message could not be taken now; try again later");
    static final ServerReply TOO_MANY_ERRORS =
            ServerReply.of(421, "4.7.0", "Too many errors; closing the connection");
    static final ServerReply TOO_MANY_COMMANDS =
            ServerReply.of(421, "4.7.0", "Too many commands without a message");
    static final ServerReply OVERSIZE =
            ServerReply.of(552, "5.3.4", "The message is larger than this server takes");
    static final ServerReply TOO_MANY_RECIPIENTS =
            ServerReply.of(452, "4.5.3", "Too many recipients; send the rest in another message");

    static final ServerReply LINE_TOO_LONG = ServerReply.of(500, "5.5.2", "The line is too long");
    static final ServerReply BARE_LF =
            ServerReply.of(500, "5.5.2", "A line ends with CR LF, not with a bare LF");
    static final ServerReply BAD_CHARACTER =
            ServerReply.of(500, "5.5.2", "A character in the line is not allowed there");
    static final ServerReply UNKNOWN = ServerReply.of(500, "5.5.1", "Unknown command");
    static final ServerReply NOT_HERE = ServerReply.of(502, "5.5.1", "Not available here");
    static final ServerReply NOT_SMTP =
            ServerReply.of(421, "4.7.0", "This is SMTP, and you speak something else");

    static final ServerReply NOT_ASCII =
            ServerReply.of(553, "5.6.7", "An address beyond ASCII needs SMTPUTF8 in MAIL FROM");

    static final ServerReply EHLO_FIRST = sequence("Say EHLO first");
    static final ServerReply NO_MAIL = sequence("Say MAIL first");
    static final ServerReply MAIL_TWICE = sequence("A message is under way already");
    static final ServerReply NO_RECIPIENT =
            ServerReply.of(554, "5.5.1", "No recipient was accepted");
    static final ServerReply CHUNKED = sequence("This message comes by BDAT");
    static final ServerReply CHUNK_TAKEN = ServerReply.of(250, "2.0.0", "Chunk taken");
    static final ServerReply CHUNK_FAILED =
            sequence("An earlier part of this message was refused; say RSET");
    static final ServerReply SECURED = sequence("TLS is on already");
    static final ServerReply NOT_ALONE =
            sequence("Nothing may follow this command before its reply; closing the connection");
    static final ServerReply SIGNED_IN = sequence("You have signed in already");
    static final ServerReply MID_MESSAGE = sequence("Not while a message is under way");

    static final ServerReply SIGN_IN_FIRST = ServerReply.of(530, "5.7.0", "Sign in first");
    static final ServerReply WELCOME = ServerReply.of(235, "2.7.0", "Welcome");
    static final ServerReply NEEDS_TLS =
            ServerReply.of(538, "5.7.11", "Say STARTTLS first; the password is public now");
    static final ServerReply NO_SUCH_MECHANISM =
            ServerReply.of(504, "5.5.4", "Sign in by PLAIN or LOGIN");
    static final ServerReply CANCELLED = ServerReply.of(501, "5.7.0", "Cancelled");
    static final ServerReply NOT_BASE64 = ServerReply.of(501, "5.5.2", "That is not base64");
    static final ServerReply NOT_CREDENTIALS =
            ServerReply.of(501, "5.5.2", "That is not a user name and a password");
    static final ServerReply OTHER_IDENTITY =
            ServerReply.of(535, "5.7.8", "You can act for yourself only");
    static final ServerReply TLS_UNAVAILABLE =
            ServerReply.of(454, "4.7.0", "TLS is not available for the moment");

    private Replies() {}

    /// A command or parameter that is not well formed (RFC 5321 §4.2.2).
    static ServerReply syntax(String text) {
        return ServerReply.of(501, "5.5.4", text);
    }

    static ServerReply parameter(String text) {
        return ServerReply.of(555, "5.5.4", text);
    }

    private static ServerReply sequence(String text) {
        return ServerReply.of(503, "5.5.1", text);
    }

    /// What is wrong with what a client signs in with.
    static ServerReply to(Interrogation.Flaw flaw) {
        return switch (flaw) {
            case CANCELLED -> CANCELLED;
            case NOT_BASE64 -> NOT_BASE64;
            case NOT_CREDENTIALS -> NOT_CREDENTIALS;
            case OTHER_IDENTITY -> OTHER_IDENTITY;
        };
    }

    /// A question in the midst of signing in (RFC 4954 §4).
    static ServerReply question(String base64) {
        return new ServerReply(334, Optional.empty(), List.of(base64));
    }
}
