package dev.postern.lab.mail;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A client that knows lines and octets, and nothing of a protocol. Used by one thread.
public final class WireClient implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Socket socket;
    private InputStream in;

    private WireClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = socket.getInputStream();
    }

    public static WireClient connect(int port) throws IOException {
        return new WireClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public static WireClient connect(int port, SSLContext trust) throws IOException {
        WireClient client = connect(port);
        client.secure(trust);
        return client;
    }

    /// `user=…^Aauth=Bearer …^A^A` in Base64.
    public static String xoauth2(String user, String token) {
        return Base64.getEncoder()
                .encodeToString(
                        ("user=" + user + "\u0001auth=Bearer " + token + "\u0001\u0001")
                                .getBytes(StandardCharsets.UTF_8));
    }

    public void secure(SSLContext trust) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        socket = tls;
        in = tls.getInputStream();
    }

    public void patience(Duration longest) throws IOException {
        socket.setSoTimeout((int) longest.toMillis());
    }

    /// Sends these octets as they are.
    public void raw(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    public void send(String line) throws IOException {
        raw(line + "\r\n");
    }

    /// The next line without its CRLF.
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet;
        while ((octet = in.read()) != '\n') {
            if (octet < 0) {
                throw new EOFException("the server closed the connection after: " + line);
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    public byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("only " + octets.length + " octets came");
        }
        return octets;
    }

    public String text(int count) throws IOException {
        return new String(octets(count), StandardCharsets.ISO_8859_1);
    }

    /// Sends an IMAP command, and reads up to its tagged answer.
    public List<String> ask(String tag, String command) throws IOException {
        send(tag + " " + command);
        return until(tag + " ");
    }

    /// Lines up to the one that starts so.
    public List<String> until(String start) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (!lines.getLast().startsWith(start));
        return lines;
    }

    /// All that comes until the server closes.
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// True if the server closes next.
    public boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
