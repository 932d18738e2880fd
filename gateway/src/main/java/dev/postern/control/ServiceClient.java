package dev.postern.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Asks the running service by its [ServiceSocket]. Safe for use by many threads.
public final class ServiceClient {

    private static final int ANSWER_OCTETS_MAX = 64 << 20;

    private final Path address;
    private final ObjectMapper json = new ObjectMapper();

    /// @param address the socket's path
    public ServiceClient(Path address) {
        this.address = address;
    }

    /// Asks, and reads the answer as a value of this type.
    ///
    /// @return empty if no service listens there
    /// @throws UnusableException if the service could not do what was asked, with its words, or if
    ///   this user may not ask it
    public <T> Optional<T> ask(String what, String argument, Class<T> type) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return connected(channel)
                    ? Optional.of(ask(channel, what, argument, type))
                    : Optional.empty();
        }
    }

    /// @return false if there is a socket and nobody behind it: a service did not end in order
    private boolean connected(SocketChannel channel) throws IOException {
        try {
            return channel.connect(UnixDomainSocketAddress.of(address));
        } catch (ConnectException _) {
            return false;
        } catch (SocketException e) {
            if (!Files.isWritable(address)) {
                throw new UnusableException(
                        "This user may not talk to the service (its socket is %s). Do it as the user who runs the service: sudo -u USER postern …"
                                .formatted(address));
            }
            throw e;
        }
    }

    private <T> T ask(SocketChannel channel, String what, String argument, Class<T> type)
            throws IOException {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("ask", what);
        request.put("of", argument);
        try {
            Channels.newOutputStream(channel)
                    .write(
                            (json.writeValueAsString(request) + "\n")
                                    .getBytes(StandardCharsets.UTF_8));
            channel.shutdownOutput();
            InputStream in = Channels.newInputStream(channel);
            JsonNode reply = json.readTree(in.readNBytes(ANSWER_OCTETS_MAX));
            if (!reply.path("ok").asBoolean(false)) {
                throw new UnusableException(
                        reply.path("problem").asString("the service gave no answer"));
            }
            return json.treeToValue(reply.path("answer"), type);
        } catch (JacksonException e) {
            throw new IOException(
                    "the service's answer cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
