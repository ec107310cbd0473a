package dev.musubi.relyingparty;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a provider or a transmitter may send us, by its metadata, the address of a status list or of a stream: to its own
 * host, or out into the world, but not from out there to what is inside our own network (loopback, private and link-local
 * addresses, among them a cloud's metadata service).
 */
final class Addresses {

    /** Where names are looked up. This may take as long as it likes: whoever calls sets a deadline. */
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final Names names;

    Addresses(Names names) {
        this.names = names;
    }

    /** Whether what {@code issuer} says of itself may name {@code endpoint}. */
    boolean mayName(URI issuer, URI endpoint) {
        return endpoint.getHost().equalsIgnoreCase(issuer.getHost())
                || !isInside(endpoint.getHost())
                || isInside(issuer.getHost());
    }

    /**
     * Holds what {@code issuer} named to that, within the time of a call.
     *
     * @throws TransportException if it is not https, or inside, or its name is not looked up in time
     */
    void hold(Transport transport, URI issuer, URI named) throws TransportException {
        if (!"https".equals(named.getScheme()) || named.getHost() == null) {
            throw new TransportException(Trouble.Why.NOT_HTTPS);
        }
        if (!transport.inTime(() -> mayName(issuer, named))) {
            throw new TransportException(Trouble.Why.ADDRESS_INSIDE);
        }
    }

    /** A name that resolves to nothing is nowhere; the call will say so. */
    private boolean isInside(String host) {
        try {
            return Arrays.stream(names.of(host)).anyMatch(Addresses::isInside);
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    private static boolean isInside(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC; // RFC 4193
        boolean shared = address instanceof Inet4Address && bytes[0] == 100 && (bytes[1] & 0xC0) == 64; // RFC 6598
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || shared;
    }
}
