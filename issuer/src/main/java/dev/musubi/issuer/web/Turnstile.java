package dev.musubi.issuer.web;

import dev.musubi.issuer.web.Refusals.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts who comes through a door, before a body is read: by address a minute, by peer and in all at once; at
 * the relying parties' door half of the places are for those who are registered. The operators'
 * door is on the machine itself and is not counted.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class Turnstile extends OncePerRequestFilter {

    private static final Duration SOON = Duration.ofSeconds(1);

    /** {@code request_uri} with a value. */
    private static final Pattern REFERENCE = Pattern.compile("(^|&)request_uri=[^&]");

    private final DoorSettings doors;
    private final ClientAddress addresses;
    private final ClientCertificateGate gate;
    private final Limits limits;
    private final Map<Door, Semaphore> inAll = new EnumMap<>(Door.class);

    /** Of the places at the relying parties' door, those for whoever is not registered: the others are kept free. */
    private final Semaphore strangers;

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
        this.strangers = new Semaphore(Math.max(1, settings.atOnce() / 2));
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
        if (door == Door.HOLDERS) {
            pass(List.of(places(door, address), inAll(door)), request, response, chain);
            return;
        }
        Optional<Refusal> refusal = gate.refusal(request);
        if (refusal.isPresent()) {
            Refusals.write(request, response, refusal.get(), null);
            return;
        }
        String party = gate.peer(request);
        pass(
                party == null
                        ? List.of(places(door, address), new Places(strangers, Refusals.BUSY), inAll(door))
                        : List.of(places(door, party), inAll(door)),
                request,
                response,
                chain);
    }

    /** Places, and what is said where none is left. */
    private record Places(Semaphore free, Refusal none) {}

    private Places places(Door door, String peer) {
        return new Places(limits.placesOf(door + " " + peer), Refusals.TOO_MANY);
    }

    private Places inAll(Door door) {
        return new Places(Objects.requireNonNull(inAll.get(door)), Refusals.BUSY);
    }

    private static void pass(
            List<Places> wanted, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<Semaphore> taken = new ArrayList<>(wanted.size());
        try {
            for (Places each : wanted) {
                if (!each.free().tryAcquire()) {
                    Refusals.write(request, response, each.none(), SOON);
                    return;
                }
                taken.add(each.free());
            }
            chain.doFilter(request, response);
        } finally {
            taken.forEach(Semaphore::release);
        }
    }

    /** What makes the issuer ask J-LIS, or keep something for somebody nobody knows. */
    private static boolean isCostly(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.equals("/openid/authorize")) {
            // With a reference it was kept before, and was counted at the relying parties' door.
            String query = request.getQueryString();
            return query == null || !REFERENCE.matcher(query).find();
        }
        return request.getMethod().equals("POST")
                && (path.startsWith("/v1/issuance-applications")
                        || path.startsWith("/v1/sign-in-challenges")
                        || path.equals("/enrol/updates")
                        || path.equals("/signin/card")
                        || path.startsWith("/signing/"));
    }
}
