package dev.postern.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import javax.net.ssl.SSLContext;

/// An IMAP client that costs next to nothing itself. Any reply but the one that is wanted is an
/// error. For one thread.
final class Talk implements AutoCloseable {

    private static final int USUAL_BUFFER = 64 * 1024;
    private static final int SMALL_BUFFER = 512;
    private static final int LINE_MAX = 8_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Socket socket;
    private final InputStream in;

    private Talk(Socket socket, int buffer) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), buffer);
        String greeting = line();
        if (!greeting.startsWith("* OK")) {
            throw new IOException("the greeting is " + greeting);
        }
    }

    /// A client that is one of many, and says little.
    static Talk small(int port) throws IOException {
        return new Talk(connected(new Socket(), port), SMALL_BUFFER);
    }

    /// Connects in the clear.
    static Talk clear(int port) throws IOException {
        return new Talk(connected(new Socket(), port), USUAL_BUFFER);
    }

    /// The same, with so many octets of room in the kernel for what is not read yet.
    static Talk narrow(int port, int room) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(room);
        return new Talk(connected(socket, port), SMALL_BUFFER);
    }

    /// Connects over TLS.
    static Talk secured(int port, SSLContext trust) throws IOException {
        Socket tcp = connected(new Socket(), port);
        return new Talk(
                trust.getSocketFactory().createSocket(tcp, "localhost", port, true), USUAL_BUFFER);
    }

    private static Socket connected(Socket socket, int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /// Says a command, and waits for its OK.
    ///
    /// @return how many lines came before
    int ask(String command) throws IOException {
        say(command);
        return ok();
    }

    void say(String command) throws IOException {
        socket.getOutputStream()
                .write(("b " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Waits for the OK.
    private int ok() throws IOException {
        int before = 0;
        String line = line();
        while (!line.startsWith("b ")) {
            before++;
            line = line();
        }
        if (!line.startsWith("b OK")) {
            throw new IOException("the reply is " + line);
        }
        return before;
    }

    /// Reads so many octets, and the OK after them.
    ///
    /// @return a checksum of the octets
    long octets(long count) throws IOException {
        Checksum sum = new CRC32C();
        pass(count, sum);
        expectOk();
        return sum.getValue();
    }

    /// Reads so many octets and no more.
    void pass(long count, Checksum sum) throws IOException {
        byte[] buffer = new byte[(int) Math.min(count, USUAL_BUFFER)];
        long left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException(left + " octets of " + count + " are missing");
            }
            sum.update(buffer, 0, read);
            left -= read;
        }
    }

    /// Reads the OK, which must come next.
    void expectOk() throws IOException {
        if (ok() != 0) {
            throw new IOException("more was said than was to come");
        }
    }

    private String line() throws IOException {
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
