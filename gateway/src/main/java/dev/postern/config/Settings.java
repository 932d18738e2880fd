package dev.postern.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole configuration file.
///
/// Names of entries are kept in the order of the file.
@Later({"web", "database"})
public record Settings(
        @Setting(
                        value = "The folder of the embedded store. It must exist.",
                        example = "/var/lib/postern")
                Path data,
        @Setting("The Microsoft 365 tenants, and how Postern signs in to each.")
                Map<String, Tenant> tenants,
        @Setting("The mailboxes that are collected.") Map<String, Collect> collect,
        @Setting("Where messages are handed over to.") Map<String, Destination> destinations,
        @Setting(
                        value = "What devices and applications hand in, and which way it goes.",
                        absent = "nothing is taken")
                Optional<Relay> relay,
        @Setting(
                        value = "Where mail is taken by HTTP; needs `relay` for its routes.",
                        absent = "nowhere")
                Optional<Api> api,
        @Setting(
                        value =
                                "Where old clients are let in with a local password and joined to"
                                        + " their mailbox.",
                        otherwise = "[]")
                List<Proxy> proxy,
        @Setting(value = "The store of accepted messages.", otherwise = "{}") Queue queue,
        @Setting(value = "What is remembered of messages that are gone.", otherwise = "{}")
                History history,
        @Setting(value = "The log.", otherwise = "{}") Log log,
        @Setting(value = "How the command line reaches the running service.", otherwise = "{}")
                Control control) {

    public Settings {
        tenants = Copies.inOrder(tenants);
        collect = Copies.inOrder(collect);
        destinations = Copies.inOrder(destinations);
        proxy = List.copyOf(proxy);
    }

    /// Bounds of the store.
    ///
    /// @param sizeMax a larger message is not accepted
    /// @param reserve nothing is accepted while less than this is free on the disk
    public record Queue(
            @Setting(
                            value =
                                    "The largest message that is accepted. Exchange Online's own"
                                            + " limit is 150 MiB.",
                            otherwise = "150MiB",
                            min = "64KiB",
                            max = "1GiB")
                    ByteSize sizeMax,
            @Setting(
                            value =
                                    "Free space that is left on the disk of `data`: with less,"
                                            + " nothing is accepted and mail waits in its mailbox.",
                            otherwise = "512MiB",
                            min = "16MiB")
                    ByteSize reserve) {}

    /// What is remembered of messages that are gone.
    public record History(
            @Setting(
                            value = "How long a message's history can be searched after its end.",
                            otherwise = "30d",
                            min = "1h",
                            max = "3650d")
                    Duration keep) {}

    /// The log.
    ///
    /// @param privacy whether addresses and subjects are left out
    public record Log(
            @Setting(
                            value = "Leaves senders, recipients and subjects out of the log.",
                            otherwise = "on")
                    boolean privacy,
            @Setting(value = "Lines for people or for programs.", otherwise = "plain")
                    Format format,
            @Setting(
                            value =
                                    "The least important thing that is logged; `debug` adds the"
                                            + " steps of each visit.",
                            otherwise = "info")
                    Level level) {

        /// The look of a line.
        public enum Format {
            PLAIN,
            JSON
        }

        /// How important a line is, most important first.
        public enum Level {
            ERROR,
            WARNING,
            INFO,
            DEBUG,
            TRACE
        }
    }

    /// How the command line reaches the running service.
    public record Control(
            @Setting(
                            value =
                                    "The Unix domain socket of the running service; whoever may"
                                            + " write to it may control the service.",
                            absent = "`control.sock` in the folder `data`",
                            example = "/run/postern/control.sock")
                    Optional<Path> socket) {}
}
