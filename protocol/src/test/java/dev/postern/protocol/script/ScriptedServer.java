package dev.postern.protocol.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server on the loopback that plays one [Play] with one client.
public final class ScriptedServer implements AutoCloseable {

    /// What a server does with its client.
    public interface Play {
        void run(Socket client) throws IOException;
    }

    /// How the octets of the server come.
    public enum Delivery {
        WHOLE,
        OCTET_BY_OCTET
    }

    private final ServerSocket listener;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<?> play;

    public ScriptedServer(Play play) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.play =
                thread.submit(() -> {
                    try (Socket client = listener.accept()) {
                        client.setTcpNoDelay(true);
                        play.run(client);
                    }
                    return null;
                });
    }

    public static ScriptedServer playing(Script script, Delivery delivery) throws IOException {
        return new ScriptedServer(client -> play(script, delivery, client));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Waits until the play is over, and fails as it failed.
    public void finish() throws Exception {
        try {
            play.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new AssertionError("the server still waits for something", e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        thread.shutdownNow();
        thread.close();
    }

    /// Plays a script on a connection, then waits until the client hangs up.
    public static void play(Script script, Delivery delivery, Socket client) throws IOException {
        if (playSteps(script, delivery, client)) {
            while (client.getInputStream().read() >= 0) {}
        }
    }

    /// Plays a script on a connection.
    ///
    /// @return whether the connection goes on
    public static boolean playSteps(Script script, Delivery delivery, Socket client)
            throws IOException {
        // Not buffered: what comes after the script may belong to TLS.
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        for (Script.ServerStep step : script.server()) {
            switch (step) {
                case Script.ServerStep.Say(String text) ->
                        say(text.getBytes(StandardCharsets.UTF_8), delivery, out);
                case Script.ServerStep.HearLine(String line) -> hear(line, in);
                case Script.ServerStep.Hear(String text) ->
                        hear(text.getBytes(StandardCharsets.UTF_8), in);
                case Script.ServerStep.Stall _ -> {
                    while (in.read() >= 0) {}
                    return false;
                }
                case Script.ServerStep.Close _ -> {
                    return false;
                }
            }
        }
        return true;
    }

    private static void say(byte[] octets, Delivery delivery, OutputStream out) throws IOException {
        switch (delivery) {
            case WHOLE -> out.write(octets);
            case OCTET_BY_OCTET -> {
                for (byte octet : octets) {
                    out.write(octet);
                }
            }
        }
    }

    private static void hear(String expected, InputStream in) throws IOException {
        String line = line(in);
        boolean same =
                expected.endsWith("*")
                        ? line.startsWith(expected.substring(0, expected.length() - 1))
                        : line.equals(expected);
        if (!same) {
            throw new IOException("expected " + expected + " but got " + line);
        }
    }

    private static void hear(byte[] expected, InputStream in) throws IOException {
        byte[] octets = in.readNBytes(expected.length);
        if (!Arrays.equals(octets, expected)) {
            throw new IOException(
                    "expected "
                            + new String(expected, StandardCharsets.UTF_8)
                            + " but got "
                            + new String(octets, StandardCharsets.UTF_8));
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        while (c != '\n') {
            if (c < 0) {
                return line.toString(StandardCharsets.UTF_8) + " (and the client hung up)";
            }
            line.write(c);
            c = in.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        if (!text.endsWith("\r")) {
            return text + " (without CR)";
        }
        return text.substring(0, text.length() - 1);
    }
}
