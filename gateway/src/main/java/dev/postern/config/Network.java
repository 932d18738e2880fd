package dev.postern.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// A range of IP addresses, `10.20.0.0/16` or `fd00::/8`; an address alone is a range of one.
///
/// @param address its first address; the bits after the prefix are zero
/// @param prefix how many bits are given
public record Network(InetAddress address, int prefix) {

    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    public Network {
        byte[] octets = address.getAddress();
        if (prefix < 0 || prefix > octets.length * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "a prefix is a number from 0 to " + octets.length * Byte.SIZE);
        }
        for (int bit = prefix; bit < octets.length * Byte.SIZE; bit++) {
            if ((octets[bit / Byte.SIZE] & (0x80 >> bit % Byte.SIZE)) != 0) {
                throw new IllegalArgumentException(
                        "the address has bits beyond the prefix /" + prefix);
            }
        }
    }

    static Network parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        if (!LITERAL.matcher(literal).matches()) {
            throw new IllegalArgumentException("an address is written in numbers");
        }
        try {
            InetAddress address = InetAddress.getByName(literal);
            int whole = address.getAddress().length * Byte.SIZE;
            String prefix = slash < 0 ? String.valueOf(whole) : text.substring(slash + 1);
            if (!prefix.matches("\\d{1,3}")) {
                throw new IllegalArgumentException("a prefix is a number");
            }
            return new Network(address, Integer.parseInt(prefix));
        } catch (UnknownHostException _) {
            throw new IllegalArgumentException("");
        }
    }

    /// Whether it holds more than one site can own: half of all addresses, or all.
    boolean everybody() {
        return prefix < 2;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
