package dev.postern.listen;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// What a load balancer says first on a connection that it passes on: the PROXY protocol, version
/// 2, of HAProxy (`proxy-protocol.txt` §2.2).
///
/// Only the client's address is of interest. TLVs are passed over; version 1, which is text, is not
/// taken.
///
/// @param client who it passes on; empty for a connection of its own, a health check
record ProxyHeader(Optional<InetAddress> client) {

    private static final byte[] SIGNATURE = {
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
    };
    private static final int FIXED = 16;
    private static final int LENGTH_MAX = 2048;
    private static final int VERSION_2 = 0x20;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;

    /// Reads the header and not an octet more.
    ///
    /// @throws IOException if there is none, or it names no client that can be
    static ProxyHeader read(InputStream in) throws IOException {
        byte[] fixed = exactly(in, FIXED);
        if (!Arrays.equals(fixed, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new IOException("the proxy sent no PROXY header of version 2");
        }
        int length = ((fixed[14] & 0xff) << Byte.SIZE) | (fixed[15] & 0xff);
        if ((fixed[12] & 0xf0) != VERSION_2 || length > LENGTH_MAX) {
            throw new IOException("the proxy sent a PROXY header of another version, or too long");
        }
        byte[] rest = exactly(in, length);
        return switch (fixed[12] & 0x0f) {
            case LOCAL -> new ProxyHeader(Optional.empty());
            case PROXY -> new ProxyHeader(Optional.of(source(fixed[13] & 0xff, rest)));
            default -> throw new IOException("the proxy sent an unknown PROXY command");
        };
    }

    /// The source address is the first of the block, whatever the family.
    private static InetAddress source(int family, byte[] block) throws IOException {
        int octets =
                switch (family) {
                    case TCP_4 -> IPV4;
                    case TCP_6 -> IPV6;
                    default -> throw new IOException("the proxy passed on no TCP connection");
                };
        if (block.length < 2 * octets + 4) {
            throw new IOException("the proxy sent a PROXY header without its addresses");
        }
        return InetAddress.getByAddress(Arrays.copyOf(block, octets));
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the proxy hung up within its PROXY header");
        }
        return octets;
    }
}
