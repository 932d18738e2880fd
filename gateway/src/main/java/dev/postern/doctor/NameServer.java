package dev.postern.doctor;

import java.io.IOException;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks a DNS server about domains. Safe for use by many threads.
public final class NameServer {

    /// RFC 1035 §4.2.1.
    public static final int PORT = 53;

    /// The host of a null MX (RFC 7505 §3).
    static final String NOBODY = ".";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SimpleResolver resolver;

    private NameServer(InetSocketAddress server) {
        resolver = new SimpleResolver(server);
        resolver.setTimeout(PATIENCE);
    }

    /// The server at this address.
    public static NameServer at(InetSocketAddress server) {
        return new NameServer(server);
    }

    /// The one that this machine asks first.
    public static NameServer ofThisMachine() {
        return new NameServer(ResolverConfig.getCurrentConfig().server());
    }

    /// What came of a question.
    sealed interface Reply {

        /// There are such records.
        record Found(List<String> values) implements Reply {

            public Found {
                values = List.copyOf(values);
            }
        }

        /// There are none.
        record Nothing() implements Reply {}

        /// Nobody knows: the server did not answer, or could not.
        record Silent(String reason) implements Reply {}
    }

    /// Texts of a name, each in one piece (RFC 7208 §3.3).
    Reply texts(String name) {
        return ask(
                name,
                Type.TXT,
                record ->
                        record instanceof TXTRecord text
                                ? List.of(String.join("", text.getStrings()))
                                : List.of());
    }

    /// The hosts that take a domain's mail, or [#NOBODY].
    Reply exchangers(String name) {
        return ask(
                name,
                Type.MX,
                record ->
                        record instanceof MXRecord mx
                                ? List.of(mx.getTarget().toString(true))
                                : List.of());
    }

    private Reply ask(String name, int type, Function<Record, List<String>> values) {
        try {
            Name asked = Name.fromString(IDN.toASCII(name), Name.root);
            Message answer =
                    resolver.send(Message.newQuery(Record.newRecord(asked, type, DClass.IN)));
            return switch (answer.getRcode()) {
                case Rcode.NOERROR -> found(answer, values);
                case Rcode.NXDOMAIN -> new Reply.Nothing();
                default ->
                        new Reply.Silent(
                                "%s answered %s"
                                        .formatted(server(), Rcode.string(answer.getRcode())));
            };
        } catch (TextParseException | IllegalArgumentException e) {
            return new Reply.Silent(name + " is no name for DNS: " + Reach.words(e));
        } catch (IOException e) {
            return new Reply.Silent(
                    "%s gave no answer within %d s: %s"
                            .formatted(server(), PATIENCE.toSeconds(), Reach.words(e)));
        }
    }

    private static Reply found(Message answer, Function<Record, List<String>> values) {
        List<String> all =
                answer.getSection(Section.ANSWER).stream()
                        .flatMap(record -> values.apply(record).stream())
                        .toList();
        return all.isEmpty() ? new Reply.Nothing() : new Reply.Found(all);
    }

    private String server() {
        return "the name server " + resolver.getAddress().getHostString();
    }
}
