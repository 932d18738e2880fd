package dev.postern.crash;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A smart host that survives all crashes of its clients, and remembers what it took. Safe for use
/// by many threads.
final class SmtpSink implements AutoCloseable {

    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID: (\\S+)");

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Taken> taken = new ArrayList<>();
    private int life;
    private boolean away;

    /// A message that was taken.
    ///
    /// @param body digest of what follows the header
    /// @param life the count of the client's life in which it came
    record Taken(String messageId, List<String> recipients, String body, int life) {}

    SmtpSink() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// From now on what comes is the next life's.
    synchronized void nextLife() {
        life++;
    }

    /// Hangs up on everybody from now on, or not any more.
    synchronized void away(boolean now) {
        away = now;
    }

    private synchronized boolean away() {
        return away;
    }

    synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    private synchronized void add(Taken one) {
        taken.add(one);
    }

    private synchronized int life() {
        return life;
    }

    private void listen() {
        try {
            while (true) {
                Socket client = listener.accept();
                int born = life();
                if (away()) {
                    client.close();
                } else {
                    threads.execute(() -> serve(client, born));
                }
            }
        } catch (IOException _) { // closed: the campaign is over
        }
    }

    private void serve(Socket client, int born) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream())) {
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            List<String> recipients = new ArrayList<>();
            say(out, "220 sink");
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                switch (line.strip().substring(0, 4)) {
                    case "EHLO" -> say(out, "250-sink\r\n250 8BITMIME");
                    case "MAIL" -> {
                        recipients.clear();
                        say(out, "250 2.1.0 ok");
                    }
                    case "RCPT" -> {
                        recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                        say(out, "250 2.1.5 ok");
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        add(message(in, recipients, born));
                        say(out, "250 2.0.0 taken");
                    }
                    case "QUIT" -> say(out, "221 bye");
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException _) { // its client was killed
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Reads a message of any size, of which the header alone is kept.
    private static Taken message(InputStream in, List<String> recipients, int born)
            throws IOException {
        StringBuilder header = new StringBuilder();
        MessageDigest body = Letters.sha256();
        boolean inHeader = true;
        for (String line = line(in); !line.equals(".\r\n"); line = line(in)) {
            if (!line.endsWith("\r\n")) {
                throw new IOException("cut off");
            }
            String text = line.substring(line.startsWith(".") ? 1 : 0);
            if (inHeader) {
                header.append(text);
                inHeader = !text.equals("\r\n");
            } else {
                body.update(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        Matcher id = MESSAGE_ID.matcher(header);
        return new Taken(
                id.find() ? id.group(1) : "",
                List.copyOf(recipients),
                HexFormat.of().formatHex(body.digest()),
                born);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
            octet = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
