package dev.postern.delivery.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server on the loopback that plays one script for each connection, in their order.
///
/// `S: ` says a line, `C: ` must hear it (a final `*` stands for anything), `CLOSE` hangs up,
/// `MESSAGE` hears lines up to the final dot and keeps them. After its script a connection must be
/// ended by the client.
final class ScriptedSmtp implements AutoCloseable {

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<List<Future<?>>> plays;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    ScriptedSmtp(List<List<String>> scripts) throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        plays =
                threads.submit(() -> {
                    List<Future<?>> all = new ArrayList<>();
                    for (List<String> script : scripts) {
                        Socket client = listener.accept();
                        all.add(
                                threads.submit(() -> {
                                    play(script, client);
                                    return null;
                                }));
                    }
                    return all;
                });
    }

    int port() {
        return listener.getLocalPort();
    }

    /// The next message that was taken.
    String message() throws InterruptedException {
        String message = messages.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    /// Waits until a client has ended a session, after its script.
    void sessionEnds() throws InterruptedException {
        if (ended.poll(10, TimeUnit.SECONDS) == null) {
            throw new AssertionError("no session ended");
        }
    }

    /// Waits until all scripts were played, and fails as they failed.
    void finish() throws Exception {
        for (Future<?> play : plays.get(10, TimeUnit.SECONDS)) {
            try {
                play.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private void play(List<String> script, Socket client) throws IOException {
        try (client;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            for (String step : script) {
                switch (step.substring(0, 2)) {
                    case "S:" ->
                            out.write(
                                    (step.substring(3) + "\r\n")
                                            .getBytes(StandardCharsets.ISO_8859_1));
                    case "C:" -> hear(step.substring(3), in.readLine());
                    case "ME" -> messages.add(message(in));
                    case "CL" -> {
                        return;
                    }
                    default -> throw new IllegalArgumentException(step);
                }
            }
            String rest = in.readLine();
            while ("QUIT".equals(rest)) {
                out.write("221 bye\r\n".getBytes(StandardCharsets.ISO_8859_1));
                rest = in.readLine();
            }
            if (rest != null) {
                throw new IOException("expected the end but got " + rest);
            }
            ended.add("");
        }
    }

    private static String message(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(".")) {
                return message.toString();
            }
            message.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        throw new IOException("the message did not end");
    }

    private static void hear(String expected, String line) throws IOException {
        boolean same =
                line != null
                        && (expected.endsWith("*")
                                ? line.startsWith(expected.substring(0, expected.length() - 1))
                                : line.equals(expected));
        if (!same) {
            throw new IOException("expected " + expected + " but got " + line);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
        threads.close();
    }
}
