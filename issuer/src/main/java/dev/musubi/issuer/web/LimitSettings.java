package dev.musubi.issuer.web;

import dev.musubi.issuer.outbound.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much the doors take. Of counts a minute, and of connections and requests of one address, 0 is for no limit.
 *
 * @param head how long a caller may take for the handshake and the head of its first request, and for each further head
 * @param body how long a caller may take for a request's body
 * @param exchange how long a request may take in all, to the last byte of the answer
 * @param idle how long a connection may wait for its next request
 * @param connections how many connections a door has open at once
 * @param connectionsPerAddress how many of them one address has
 * @param atOnce how many requests are worked on at once at a door
 * @param atOncePerPeer how many of them are of one peer: a registered client certificate, or an address
 * @param perAddress how many requests an address makes a minute
 * @param costlyPerAddress how many of those which make the issuer ask J-LIS, or keep something for somebody nobody knows
 * @param perClient how many requests a client makes a minute
 * @param perHolder how many requests a holder makes a minute
 * @param trustedProxies networks in CIDR notation whose word on where a request came from is taken
 * @param proxyHeader in which header they say it. The other one is what a caller wrote, and passed on as it came
 */
@ConfigurationProperties("musubi.limits")
record LimitSettings(
        @DefaultValue("PT10S") Duration head,
        @DefaultValue("PT20S") Duration body,
        @DefaultValue("PT2M") Duration exchange,
        @DefaultValue("PT20S") Duration idle,
        @DefaultValue("8192") int connections,
        @DefaultValue("1024") int connectionsPerAddress,
        @DefaultValue("1024") int atOnce,
        @DefaultValue("128") int atOncePerPeer,
        @DefaultValue("6000") int perAddress,
        @DefaultValue("300") int costlyPerAddress,
        @DefaultValue("12000") int perClient,
        @DefaultValue("1200") int perHolder,
        @DefaultValue({}) List<String> trustedProxies,
        @DefaultValue("X_FORWARDED_FOR") ProxyHeader proxyHeader) {

    /** The header a proxy writes. */
    enum ProxyHeader {
        /** What most of them write. */
        X_FORWARDED_FOR,
        /** RFC 7239. */
        FORWARDED
    }

    /** @throws IllegalArgumentException in one line that says what is wrong */
    LimitSettings {
        for (Duration each : List.of(head, body, exchange, idle)) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("musubi.limits: a duration must be longer than nothing");
            }
        }
        if (connections < 1 || atOnce < 1) {
            throw new IllegalArgumentException("musubi.limits.connections and musubi.limits.at-once are at least 1");
        }
        if (connectionsPerAddress < 0
                || atOncePerPeer < 0
                || perAddress < 0
                || costlyPerAddress < 0
                || perClient < 0
                || perHolder < 0) {
            throw new IllegalArgumentException("musubi.limits: no limit can be negative");
        }
        trustedProxies.forEach(Network::parse);
    }

    boolean trusts(InetAddress address) {
        return trustedProxies.stream().map(Network::parse).anyMatch(network -> network.contains(address));
    }
}
