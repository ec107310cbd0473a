package dev.musubi.issuer.web;

import dev.musubi.issuer.web.Refusals.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts who comes through a door, before a body is read: by address a minute, by peer and in all at once. The operators'
 * door is on the machine itself and is not counted.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class Turnstile extends OncePerRequestFilter {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final DoorSettings doors;
    private final ClientAddress addresses;
    private final ClientCertificateGate gate;
    private final Limits limits;
    private final Map<Door, Semaphore> inAll = new EnumMap<>(Door.class);

    Turnstile(
            DoorSettings doors,
            LimitSettings settings,
            ClientAddress addresses,
            ClientCertificateGate gate,
            Limits limits) {
        this.doors = doors;
        this.addresses = addresses;
        this.gate = gate;
        this.limits = limits;
        for (Door door : Door.values()) {
            inAll.put(door, new Semaphore(settings.atOnce()));
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Door door = doors.doorAt(request.getLocalPort());
        if (door == Door.OPERATORS) {
            chain.doFilter(request, response);
            return;
        }
        String address = ClientAddress.key(addresses.of(request));
        Optional<Duration> wait = limits.address(address);
        if (wait.isEmpty() && isCostly(request)) {
            wait = limits.costly(address);
        }
        if (wait.isPresent()) {
            Refusals.write(request, response, Refusals.TOO_MANY, wait.get());
            return;
        }
        if (door == Door.RELYING_PARTIES) {
            Optional<Refusal> refusal = gate.refusal(request);
            if (refusal.isPresent()) {
                Refusals.write(request, response, refusal.get(), null);
                return;
            }
        }
        String certificate = ClientCertificateGate.peer(request);
        pass(door, certificate == null ? address : certificate, request, response, chain);
    }

    private void pass(
            Door door, String peer, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Semaphore ofPeer = limits.placesOf(door + " " + peer);
        if (!ofPeer.tryAcquire()) {
            Refusals.write(request, response, Refusals.TOO_MANY, SOON);
            return;
        }
        try {
            Semaphore all = inAll.get(door);
            if (all == null || !all.tryAcquire()) {
                Refusals.write(request, response, Refusals.BUSY, SOON);
                return;
            }
            try {
                chain.doFilter(request, response);
            } finally {
                all.release();
            }
        } finally {
            ofPeer.release();
        }
    }

    /** What makes the issuer ask J-LIS, or keep something for somebody nobody knows. */
    private static boolean isCostly(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("POST")
                && (path.startsWith("/v1/issuance-applications") || path.startsWith("/v1/sign-in-challenges"));
    }
}
