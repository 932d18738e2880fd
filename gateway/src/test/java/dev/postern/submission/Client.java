package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// Says lines and hears lines.
public final class Client implements AutoCloseable {

    private final Socket tcp;
    private Socket layer;

    public Client(int port) throws IOException {
        this(port, InetAddress.getLoopbackAddress());
    }

    /// @param from the address of this machine that it comes from
    public Client(int port, InetAddress from) throws IOException {
        tcp = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
        tcp.setSoTimeout(60_000);
        layer = tcp;
    }

    public void say(String line) throws IOException {
        raw((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    public void raw(byte[] octets) throws IOException {
        layer.getOutputStream().write(octets);
    }

    /// Hears a reply that begins so, to its last line.
    public String hear(String beginning) throws IOException {
        String line = line();
        assertThat(line).startsWith(beginning);
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    /// Hears lines up to the first that begins so.
    ///
    /// @return all of them
    public List<String> until(String beginning) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (!lines.getLast().startsWith(beginning));
        return lines;
    }

    /// Hears exactly so many octets.
    public void octets(long count, OutputStream into) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (long left = count; left > 0; ) {
            int most = (int) Math.min(left, buffer.length);
            int read = layer.getInputStream().read(buffer, 0, most);
            if (read < 0) {
                throw new EOFException("the server has ended, " + left + " octets too early");
            }
            into.write(buffer, 0, read);
            left -= read;
        }
    }

    /// Says a line and hears the reply.
    public String ask(String line, String beginning) throws IOException {
        say(line);
        return hear(beginning);
    }

    public void hearEnd() throws IOException {
        assertThat(layer.getInputStream().read()).isEqualTo(-1);
    }

    public SSLSession secure(SSLContext context, String... protocols) throws IOException {
        SSLSocket secured =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(tcp, "127.0.0.1", tcp.getPort(), true);
        if (protocols.length > 0) {
            secured.setEnabledProtocols(protocols);
        }
        secured.startHandshake();
        layer = secured;
        return secured.getSession();
    }

    /// Hands in a message of one line.
    public String send(String from, String to) throws IOException {
        ask("MAIL FROM:<" + from + ">", "250 2.1.0");
        ask("RCPT TO:<" + to + ">", "250 2.1.5");
        ask("DATA", "354");
        return ask("Subject: x\r\n\r\nHello\r\n.", "250 2.0.0");
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = layer.getInputStream().read();
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = layer.getInputStream().read();
        }
        if (c < 0 && line.size() == 0) {
            throw new EOFException("the server has ended");
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
