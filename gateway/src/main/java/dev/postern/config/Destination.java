package dev.postern.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One place that messages are handed over to.
///
/// A limit that is absent is the kind's own: Microsoft's figure where Microsoft has one.
///
/// @param connections hand-overs at the same time
public record Destination(
        @Setting(value = "What kind of destination it is.", inline = true) Kind kind,
        @Setting(
                        value =
                                "Messages handed over at the same time. With 1 they arrive in the"
                                        + " order in which they were accepted.",
                        absent =
                                "`1`; `exchange` 3 (for each mailbox), `graph` 4, the other ways"
                                        + " into the world 10",
                        min = "1",
                        max = "256",
                        example = "1")
                Optional<Integer> connections,
        @Setting(
                        value = "Messages handed over in a minute, at most.",
                        absent =
                                "as many as the destination takes; `exchange` and `graph` 30 (for"
                                        + " each mailbox), `acs` and `acs-smtp` 30",
                        min = "1",
                        max = "1000000",
                        example = "600")
                Optional<Integer> messagesPerMinute,
        @Setting(
                        value = "Messages handed over in an hour, at most.",
                        absent = "as many as the destination takes; `acs` and `acs-smtp` 100",
                        min = "1",
                        max = "10000000",
                        example = "1000")
                Optional<Integer> messagesPerHour,
        @Setting(
                        value = "Recipients in any 24 hours, at most.",
                        absent =
                                "as many as the destination takes; `exchange` and `graph` 10000"
                                        + " (for each mailbox)",
                        min = "1",
                        max = "1000000000",
                        example = "10000")
                Optional<Integer> recipientsPerDay,
        @Setting(
                        value =
                                "Recipients of one message, at most; a message with more is handed"
                                        + " over in parts.",
                        absent =
                                "as many as the message has; `exchange` 500, `graph` 500, `hve`,"
                                        + " `acs` and `acs-smtp` 50, `smart-host` 100",
                        min = "1",
                        max = "10000",
                        example = "50")
                Optional<Integer> recipientsPerMessage,
        @Setting(
                        value =
                                "The largest message this destination takes; a larger one goes the"
                                        + " next way, or is parked.",
                        absent =
                                "150MiB; `exchange` 35MiB, `hve` 10MiB, `acs-smtp` 10MiB, `acs`"
                                        + " 7MiB",
                        min = "1KiB",
                        max = "1GiB",
                        example = "35MiB")
                Optional<ByteSize> sizeMax,
        @Setting(value = "When a hand-over that failed is tried again.", otherwise = "{}")
                Retry retry) {

    /// When a hand-over that failed is tried again: the wait doubles from `first` up to `longest`.
    public record Retry(
            @Setting(
                            value = "The wait after the first failure; it doubles with each more.",
                            otherwise = "1m",
                            min = "1s",
                            max = "1d")
                    Duration first,
            @Setting(
                            value = "The longest wait between two attempts.",
                            otherwise = "1h",
                            min = "1s",
                            max = "7d")
                    Duration longest,
            @Setting(
                            value =
                                    "How long a message is tried before its sender is told, or, if"
                                            + " nobody can be told, before it is parked for a"
                                            + " person to see.",
                            otherwise = "5d",
                            min = "1s",
                            max = "365d")
                    Duration giveUpAfter) {}

    /// What a destination is.
    public sealed interface Kind
            permits Kind.Folder, Kind.Maildir, Kind.Webhook, Kind.Command, Way {

        /// A folder of files: `<id>.eml` with the message, `<id>.json` with what is known of it.
        @Alternative(
                under = "folder",
                value =
                        "A folder of files: `<id>.eml` is the message, `<id>.json` what is known"
                                + " of it.")
        record Folder(@Setting(value = "The folder.", example = "/srv/razr/inbox") Path path)
                implements Kind {}

        /// A Maildir.
        @Alternative(under = "maildir", value = "A Maildir, as mail programs read it.")
        record Maildir(@Setting(value = "The Maildir.", example = "/srv/mail") Path path)
                implements Kind {}

        /// An HTTP server that gets each message by POST.
        ///
        /// @param headers added to each request; the values are kept secret
        @Alternative(under = "webhook", value = "An HTTP server that gets each message by POST.")
        record Webhook(
                @Setting(
                                value = "Where the message is posted.",
                                example = "https://app.example.cz/mail")
                        URI url,
                @Setting(
                                value =
                                        "Each request is signed with it, so that the receiver can"
                                                + " tell it is Postern's.",
                                absent = "requests are not signed",
                                example = "\"${env:HOOK}\"")
                        Optional<Secret> signingSecret,
                @Setting(
                                value =
                                        "What is posted: the message as it is, or JSON with its"
                                                + " parts.",
                                otherwise = "raw")
                        Format format,
                @Setting(
                                value = "Header fields added to each request.",
                                mayBeLiteral = true,
                                example = "{Authorization: \"Bearer ${env:TOKEN}\"}")
                        Map<String, Secret> headers,
                @Setting(
                                value = "How long the server may take to answer.",
                                otherwise = "30s",
                                min = "1s",
                                max = "15m")
                        Duration timeout,
                @Setting(
                                value = "A PEM file with the only certificates to trust there.",
                                absent = "the system's",
                                example = "ca.pem")
                        Optional<Path> trust)
                implements Kind {

            public Webhook {
                headers = Copies.inOrder(headers);
            }

            /// What is posted.
            public enum Format {
                RAW,
                JSON
            }
        }

        /// A program that gets each message on its standard input.
        ///
        /// @param line the program's full path and its arguments; no shell is involved
        @Alternative(
                under = "command",
                value =
                        "A program that gets each message on its standard input; exit 0: taken,"
                                + " 75: later, else: parked.")
        record Command(
                @Setting(
                                value =
                                        "The program's full path and its arguments. No shell is"
                                                + " involved.",
                                example = "[/usr/bin/rt-mailgate, --queue, general]")
                        List<String> line,
                @Setting(
                                value =
                                        "The longest it may run; then it is ended, and tried later.",
                                otherwise = "2m",
                                min = "1s",
                                max = "1d")
                        Duration timeLimit)
                implements Kind {

            public Command {
                line = List.copyOf(line);
            }
        }
    }
}
