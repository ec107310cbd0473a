package dev.musubi.issuer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Where a request came from. Behind reverse proxies that are trusted by their addresses, what they say counts: in the one
 * header they are set to write, {@code X-Forwarded-For} or {@code Forwarded} (RFC 7239), read from the end, because everything
 * before the first address that is no trusted proxy's is anybody's word. The header they do not write is anybody's word too,
 * and so are both from anybody else.
 */
@Component
final class ClientAddress {

    private static final int MOST_HOPS = 20;
    private static final int SITE_BYTES = 8;

    private final LimitSettings settings;

    ClientAddress(LimitSettings settings) {
        this.settings = settings;
    }

    /** The address. */
    InetAddress of(HttpServletRequest request) {
        InetAddress nearest = InetAddress.ofLiteral(request.getRemoteAddr());
        if (!settings.trusts(nearest)) {
            return nearest;
        }
        for (String hop : hops(request)) {
            Optional<InetAddress> address = parse(hop);
            if (address.isEmpty()) {
                return nearest; // "unknown", or nonsense: the proxy that passed it on is all that is known.
            }
            nearest = address.get();
            if (!settings.trusts(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    /** What is counted for an address: itself, or of IPv6 the /64 that one subscriber has at least (RFC 6177). */
    static String key(InetAddress address) {
        return address instanceof Inet6Address six
                ? HexFormat.of().formatHex(six.getAddress(), 0, SITE_BYTES)
                : address.getHostAddress();
    }

    /** The hops, the nearest first. */
    private List<String> hops(HttpServletRequest request) {
        List<String> found = new ArrayList<>();
        boolean standard = settings.proxyHeader() == LimitSettings.ProxyHeader.FORWARDED;
        for (String line : Collections.list(request.getHeaders(standard ? "Forwarded" : "X-Forwarded-For"))) {
            for (String element : line.split(",", -1)) {
                found.add(standard ? forOf(element) : element.strip());
            }
        }
        List<String> nearestFirst = found.reversed();
        return nearestFirst.subList(0, Math.min(MOST_HOPS, nearestFirst.size()));
    }

    private static String forOf(String element) {
        for (String pair : element.split(";", -1)) {
            String stripped = pair.strip();
            if (stripped.toLowerCase(Locale.ROOT).startsWith("for=")) {
                String value = stripped.substring(4).strip();
                return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                        ? value.substring(1, value.length() - 1)
                        : value;
            }
        }
        return "unknown";
    }

    /** An address, with or without a port; IPv6 in brackets or, as some proxies write it, bare. */
    private static Optional<InetAddress> parse(String node) {
        String host = node;
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            host = end < 0 ? "" : host.substring(1, end);
        } else if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
            host = host.substring(0, host.indexOf(':'));
        }
        try {
            return host.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
