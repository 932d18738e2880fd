package dev.postern.bench;

import dev.postern.peers.Dovecot;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import javax.net.ssl.SSLContext;

/// The ceiling by POP3: RETR of everything, all said at once, and nothing kept of the replies.
record RawPop3(int port, SSLContext trust, Stock stock) implements Contender {

    private static final int BUFFER = 64 * 1024;
    private static final int LINE_MAX = 500;

    @Override
    public String name() {
        return "ceiling";
    }

    @Override
    public Round collect(Path folder) throws IOException, InterruptedException {
        Duration cpu = Cost.own();
        long begun = System.nanoTime();
        try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket client =
                        trust.getSocketFactory().createSocket(tcp, "localhost", port, true);
                InputStream in = new BufferedInputStream(client.getInputStream(), BUFFER);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            ok(in);
            for (String line : List.of("USER " + stock.mailbox(), "PASS " + Dovecot.PASSWORD)) {
                say(out, line + "\r\n");
                ok(in);
            }
            Future<?> asking = threads.submit(() -> retrieve(out));
            compare(in);
            asking.get();
        } catch (ExecutionException e) {
            throw new IOException("the commands could not be said: " + e.getCause(), e);
        }
        return all(stock, begun, cpu);
    }

    private Void retrieve(OutputStream out) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (int number = 1; number <= stock.messages(); number++) {
            commands.append("RETR ").append(number).append("\r\n");
        }
        say(out, commands.toString());
        return null;
    }

    private void compare(InputStream in) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        for (long left = stock.byPop3().octets(); left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException(left + " octets are missing");
            }
            sum.update(buffer, 0, read);
            left -= read;
        }
        if (sum.getValue() != stock.byPop3().checksum()) {
            throw new IOException("the replies are as long as they should be, and others");
        }
    }

    private static void say(OutputStream out, String words) throws IOException {
        out.write(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static void ok(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n' && line.length() < LINE_MAX) {
            line.append((char) octet);
            octet = in.read();
        }
        if (!line.toString().startsWith("+OK")) {
            throw new IOException("the reply is " + line);
        }
    }

    /// A round in which everything came.
    static Round all(Stock stock, long begun, Duration cpuBefore) throws IOException {
        return new Round(
                Duration.ofNanos(System.nanoTime() - begun),
                Cost.own().minus(cpuBefore),
                stock.messages(),
                List.of());
    }
}
