package dev.musubi.issuer.outbound;

import java.net.InetAddress;

/**
 * A block of addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3), such as {@code 10.0.0.0/8} or
 * {@code fd00::/8}; a single address is a block of one. An IPv4 address written as IPv6 (RFC 4291 section 2.5.5.2) is the
 * IPv4 address.
 *
 * @param address the first address of the block
 * @param length how many leading bits all of the block share
 */
public record Network(InetAddress address, int length) {

    /**
     * Bits beyond the prefix must be zero, as in {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException if the prefix is too long, or the address is not the first of the block
     */
    public Network {
        byte[] bytes = address.getAddress();
        if (length < 0 || length > bytes.length * 8) {
            throw new IllegalArgumentException("a prefix of " + length + " bits does not fit the address");
        }
        for (int bit = length; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw new IllegalArgumentException("the address has bits beyond its prefix of " + length);
            }
        }
    }

    /**
     * Reads one. Never asks a name server.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Network parse(String text) {
        String stripped = text.strip();
        int slash = stripped.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? stripped : stripped.substring(0, slash));
        int all = address.getAddress().length * 8;
        if (slash < 0) {
            return new Network(address, all);
        }
        String length = stripped.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not a network in CIDR notation");
        }
        return new Network(address, Integer.parseInt(length));
    }

    /** Whether an address lies in the block. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
