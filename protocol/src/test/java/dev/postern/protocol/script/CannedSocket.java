package dev.postern.protocol.script;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/// A socket without a network: the peer says what it was given, in portions of one size, and then
/// hangs up. What is said to it is kept.
public final class CannedSocket extends Socket {

    private final byte[] said;
    private final int portion;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private int position;
    private boolean closed;

    /// @param portion octets that come at a time
    public CannedSocket(byte[] said, int portion) {
        this.said = said.clone();
        this.portion = Math.max(1, portion);
    }

    /// What was said to the peer.
    public byte[] heard() {
        return heard.toByteArray();
    }

    /// How much of what the peer says was not read.
    public int unread() {
        return said.length - position;
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() {
                return position == said.length || closed ? -1 : said[position++] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int from, int count) {
                int left = closed ? 0 : said.length - position;
                if (left == 0) {
                    return -1;
                }
                int part = Math.min(Math.min(count, portion), left);
                System.arraycopy(said, position, buffer, from, part);
                position += part;
                return part;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return heard;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setSoTimeout(int milliseconds) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
