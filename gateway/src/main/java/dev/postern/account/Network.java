package dev.postern.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IP addresses: `10.20.0.0/16`, `2001:db8::/32`, or one address.
///
/// Equal if they mean the same range. An immutable value.
public final class Network {

    /// Only literals: nothing here may ask a name server.
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /// @throws IllegalArgumentException with words for people if it is none
    public static Network of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw none(text);
        }
        byte[] address = octets(form.group(1), text);
        int bits = address.length * 8;
        int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
        if (prefix > bits) {
            throw none(text);
        }
        if (!Arrays.equals(address, masked(address, prefix))) {
            throw new IllegalArgumentException(
                    "'%s' names an address within a network; the network is %s."
                            .formatted(text, new Network(masked(address, prefix), prefix)));
        }
        return new Network(address, prefix);
    }

    private static byte[] octets(String literal, String text) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException _) {
            throw none(text);
        }
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no network; say 10.20.0.0/16, 2001:db8::/32 or one address.");
    }

    /// The range of this size around an address.
    static Network around(InetAddress address, int prefix) {
        return new Network(masked(address.getAddress(), prefix), prefix);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int bits = Math.clamp(prefix - 8L * i, 0, 8);
            masked[i] = (byte) (address[i] & (0xFF00 >> bits));
        }
        return masked;
    }

    public boolean contains(InetAddress other) {
        byte[] octets = other.getAddress();
        return octets.length == address.length && Arrays.equals(address, masked(octets, prefix));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network that
                && prefix == that.prefix
                && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + prefix;
    }

    /// As people write it.
    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(address).getHostAddress() + "/" + prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("it came from an address", e);
        }
    }
}
