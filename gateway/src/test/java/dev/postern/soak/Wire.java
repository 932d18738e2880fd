package dev.postern.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// A client's connection on which lines are said and heard. For one thread.
final class Wire implements AutoCloseable {

    private static final int LINE_MAX = 8_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port;
    private Socket socket;
    private InputStream in;

    Wire(int port) throws IOException {
        this.port = port;
        Socket tcp = new Socket();
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.socket = tcp;
        this.in = new BufferedInputStream(tcp.getInputStream());
    }

    /// Goes on over TLS.
    void secure(SSLContext context) throws IOException {
        socket = context.getSocketFactory().createSocket(socket, "localhost", port, true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void say(String line) throws IOException {
        raw((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    void raw(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /// Hears lines up to the first that begins so.
    ///
    /// @param wrong a line that begins so is an error
    void hear(String wanted, String wrong) throws IOException {
        String line = line();
        while (!line.startsWith(wanted)) {
            if (line.startsWith(wrong)) {
                throw new IOException("'%s' was wanted, and '%s' came".formatted(wanted, line));
            }
            line = line();
        }
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0 || line.length() > LINE_MAX) {
                throw new EOFException("no line, but '" + line + "'");
            }
            line.append((char) octet);
            octet = in.read();
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
