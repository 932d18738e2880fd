package dev.postern.listen;

import java.net.InetAddress;

/// A range of IP addresses, `10.20.0.0/16` say.
///
/// @param first its first address
/// @param prefix how many bits of it are given
public record AddressRange(InetAddress first, int prefix) {

    public AddressRange {
        if (prefix < 0 || prefix > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("no range has a prefix of " + prefix);
        }
    }

    /// Whether the address is one of them. One of IPv4 is never one of IPv6; mapped addresses are
    /// IPv4 to the JDK.
    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
            int mask = prefix - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (prefix - bit));
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefix;
    }
}
