package dev.postern.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
    /// @throws UnusableException if the service could not do what was asked, with its words
    /// @throws IOException if no service answers
    public <T> T ask(String what, String argument, Class<T> type) throws IOException {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("ask", what);
        request.put("of", argument);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(address))) {
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
