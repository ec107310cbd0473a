package dev.musubi.issuer.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where calls may go: to public unicast addresses, and to networks an operator named. Whatever the IANA registries of
 * special-purpose addresses (RFC 6890) mark as not globally reachable is refused, among it private (RFC 1918), shared
 * (RFC 6598), link-local with the metadata services of clouds, unique-local (RFC 4193), loopback and multicast addresses.
 *
 * <p>An address that somebody else names is looked at twice: as it is written, when it is registered
 * ({@link #ofWritten}), and as it resolves, at each call ({@link #of(InetAddress)}); a name may resolve to something else
 * by then.
 */
public final class AddressRules {

    /** Blocks that are not for calls over the public Internet. IPv6 outside of {@code 2000::/3} is refused in any case. */
    private static final List<Network> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // The metadata services of most clouds answer at 169.254.169.254.
                    "169.254.0.0/16",
                    // That of Azure looks like a public address.
                    "168.63.129.16/32",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.31.196.0/24",
                    "192.52.193.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "192.175.48.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    // Multicast, reserved, broadcast.
                    "224.0.0.0/3",
                    // Teredo, ORCHID, benchmarking and the rest of the IETF's block; documentation; 6to4, which carries
                    // IPv4.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "2620:4f:8000::/48",
                    "3fff::/20")
            .map(Network::parse)
            .toList();

    private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

    /** IPv4 inside of IPv6, for translators (RFC 6052): judged as the IPv4 address it leads to. */
    private static final Network TRANSLATED = Network.parse("64:ff9b::/96");

    private static final List<String> LOCAL_NAMES =
            List.of("localhost", "localdomain", "local", "internal", "home.arpa", "lan", "intranet");

    private static final AddressRules STRICT = new AddressRules(List.of());

    private final List<Network> allowed;

    private AddressRules(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Those for addresses of somebody whom nobody verified: no network is open that the public Internet does not reach. */
    public static AddressRules strict() {
        return STRICT;
    }

    /** The rules, with these networks open too. */
    public static AddressRules allowing(List<Network> networks) {
        return new AddressRules(networks);
    }

    /** The same with further networks open. */
    public AddressRules alsoAllowing(List<Network> networks) {
        List<Network> all = new ArrayList<>(allowed);
        all.addAll(networks);
        return new AddressRules(all);
    }

    /** Why an address is not called. Codes are stable. */
    public enum Refusal {
        /** No absolute http or https address with a host. */
        NOT_AN_ADDRESS("not_an_address", "This is no absolute https address with a host."),
        /** User and password in an address end up in logs. */
        USER_INFO("user_info", "The address carries a user or a password."),
        /** A number that means an address only to some. */
        AMBIGUOUS_HOST("ambiguous_host", "The host is a number that is not a plain IP address."),
        /** A name that only a machine or a house knows. */
        LOCAL_NAME("local_name", "The host is a name of a local network."),
        /** Private, shared, link-local, loopback, multicast, reserved or otherwise special. */
        SPECIAL_ADDRESS("special_address", "The host is a private, local or otherwise special address.");

        private final String code;
        private final String sentence;

        Refusal(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        /** The stable code. */
        public String code() {
            return code;
        }

        /** A sentence for whoever named the address. */
        public String sentence() {
            return sentence;
        }
    }

    /** Judges an address that is about to be connected to. */
    public Optional<Refusal> of(InetAddress address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        return switch (address) {
            case Inet4Address plain -> refuseIf(isSpecial(plain));
            case Inet6Address six when TRANSLATED.contains(six) -> of(lastFourBytes(six));
            case Inet6Address six -> refuseIf(!GLOBAL_UNICAST.contains(six) || isSpecial(six));
            default -> Optional.of(Refusal.SPECIAL_ADDRESS);
        };
    }

    /**
     * Judges an address as it is written, without asking a name server: for registrations. Scheme and path are the caller's
     * to judge; that a name passes here says nothing of what it resolves to, which each call looks at again.
     */
    public Optional<Refusal> ofWritten(URI address) {
        String host = address.getHost();
        if (host == null || host.isEmpty() || !address.isAbsolute()) {
            return Optional.of(Refusal.NOT_AN_ADDRESS);
        }
        if (address.getRawUserInfo() != null) {
            return Optional.of(Refusal.USER_INFO);
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.startsWith("[") || name.matches("[0-9]+(\\.[0-9]+){3}")) {
            return ofLiteral(name);
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        // 2130706433, 0x7f.1 and 127.1 are 127.0.0.1 to some resolvers (inet_aton).
        if (last.isEmpty() || last.matches("[0-9]+|0x[0-9a-f]*")) {
            return Optional.of(Refusal.AMBIGUOUS_HOST);
        }
        return ofName(name);
    }

    private Optional<Refusal> ofLiteral(String host) {
        try {
            return of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.of(Refusal.AMBIGUOUS_HOST);
        }
    }

    private Optional<Refusal> ofName(String name) {
        boolean loopback = name.equals("localhost") || name.endsWith(".localhost");
        if (loopback) {
            // RFC 6761 section 6.3: always this machine.
            return of(InetAddress.ofLiteral("127.0.0.1"));
        }
        boolean local = !name.contains(".")
                || LOCAL_NAMES.stream().anyMatch(each -> name.equals(each) || name.endsWith("." + each));
        return local && allowed.isEmpty() ? Optional.of(Refusal.LOCAL_NAME) : Optional.empty();
    }

    private static boolean isSpecial(InetAddress address) {
        return SPECIAL.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<Refusal> refuseIf(boolean special) {
        return special ? Optional.of(Refusal.SPECIAL_ADDRESS) : Optional.empty();
    }

    private static InetAddress lastFourBytes(Inet6Address address) {
        byte[] all = address.getAddress();
        try {
            return InetAddress.getByAddress(new byte[] {all[12], all[13], all[14], all[15]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
