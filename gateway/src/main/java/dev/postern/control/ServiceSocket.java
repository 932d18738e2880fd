package dev.postern.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Where the running service listens for its operator: a Unix domain socket that only its own user
/// may open.
///
/// A request is one line, `{"ask":"status"}`; so is the answer, `{"ok":true,"answer":…}` or
/// `{"ok":false,"problem":"…"}`. Connections are served at the same time, each on its own virtual
/// thread.
public final class ServiceSocket implements AutoCloseable {

    /// Of a socket's path, on the systems we know (`sockaddr_un`), with some room for the name
    /// under which it is born.
    public static final int PATH_OCTETS_MAX = 100;

    private static final int REQUEST_CHARS_MAX = 4096;
    private static final int CONNECTIONS_MAX = 32;

    /// Answers one kind of request.
    @FunctionalInterface
    public interface Answer {

        /// @param argument what the request's `of` says; empty if it has none
        /// @return a record or collection that Jackson can write
        Object to(String argument) throws IOException;
    }

    private final ServerSocketChannel server;
    private final Path address;
    private final Map<String, Answer> answers;
    private final ObjectMapper json;
    private final Semaphore room = new Semaphore(CONNECTIONS_MAX);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("control-", 0).factory());

    private ServiceSocket(
            ServerSocketChannel server,
            Path address,
            Map<String, Answer> answers,
            ObjectMapper json) {
        this.server = server;
        this.address = address;
        this.answers = answers;
        this.json = json;
    }

    /// Begins to listen.
    ///
    /// @param address the socket's path; a socket left there by a process that is gone is removed,
    ///   so the caller makes sure that there is none that lives
    public static ServiceSocket open(Path address, Map<String, Answer> answers) throws IOException {
        if (address.toString().getBytes(StandardCharsets.UTF_8).length > PATH_OCTETS_MAX) {
            throw impossible(address, "its path is too long");
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bind(server, address);
        } catch (IOException e) {
            server.close();
            throw impossible(address, String.valueOf(e.getMessage()));
        }
        ServiceSocket socket =
                new ServiceSocket(server, address, Map.copyOf(answers), new ObjectMapper());
        socket.threads.execute(socket::accept);
        return socket;
    }

    private static UnusableException impossible(Path address, String why) {
        return new UnusableException(
                "The socket %s for `postern status` cannot be made: %s. Set `control: {socket: PATH}`, with a PATH of at most %d octets that this user may write to."
                        .formatted(address, why, PATH_OCTETS_MAX));
    }

    /// Permissions of a socket can be set only once it is there, and until then anybody could have
    /// connected: so it is born in a folder that nobody else may enter, and moved.
    private static void bind(ServerSocketChannel server, Path address) throws IOException {
        Path parent = address.toAbsolutePath().getParent();
        if (parent == null || !Files.getFileStore(parent).supportsFileAttributeView("posix")) {
            Files.deleteIfExists(address);
            server.bind(UnixDomainSocketAddress.of(address));
            return;
        }
        Path cradle = parent.resolve(".control");
        Files.deleteIfExists(cradle.resolve("s"));
        Files.deleteIfExists(cradle);
        Files.createDirectory(
                cradle,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path born = cradle.resolve("s");
        server.bind(UnixDomainSocketAddress.of(born));
        Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
        Files.move(born, address, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(cradle);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                if (room.tryAcquire()) {
                    threads.execute(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (IOException _) {
                // Closed, or the client left before it was accepted: the loop's condition tells.
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            String request = readLine(client);
            OutputStream out = Channels.newOutputStream(client);
            out.write(
                    (json.writeValueAsString(answer(request)) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException _) {
            // The operator's command is gone; nobody is left to tell.
        } finally {
            room.release();
        }
    }

    private static String readLine(SocketChannel client) throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(client), StandardCharsets.UTF_8));
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c != -1 && c != '\n'; c = reader.read()) {
            if (line.length() >= REQUEST_CHARS_MAX) {
                throw new IOException(
                        "a request of more than " + REQUEST_CHARS_MAX + " characters");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private Map<String, Object> answer(String request) {
        try {
            JsonNode asked = json.readTree(request);
            String what = asked.path("ask").asString("");
            Answer answer = answers.get(what);
            if (answer == null) {
                return problem(
                        "this service does not know the request '"
                                + what
                                + "'; it knows "
                                + Set.copyOf(answers.keySet()));
            }
            return Map.of("ok", true, "answer", answer.to(asked.path("of").asString("")));
        } catch (JacksonException e) {
            return problem("the request is not JSON: " + e.getOriginalMessage());
        } catch (IOException | RuntimeException e) {
            return problem(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> problem(String text) {
        return Map.of("ok", false, "problem", text);
    }

    @Override
    public void close() {
        try (server) {
            Files.deleteIfExists(address);
        } catch (IOException _) {
            // It is removed by the next service that starts here.
        }
        threads.shutdownNow();
        threads.close();
    }
}
