package dev.musubi.sandbox;

import dev.musubi.mynaapp.Dialect;
import dev.musubi.sandbox.fault.Fault;
import dev.musubi.sandbox.fault.Faults;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Keeps the three ports apart: the services for verifiers are on the port with client certificates only, the state's app's server on its
 * own, everything else on the plain one. Turns away bodies that are too large or do not say how large they are, and everybody while a fault says so.
 */
final class Doorkeeper extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LONGEST_ADDRESS = 16 << 10;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** What the app's server answers to; a trailing slash is part of each. */
    private static final List<String> OF_THE_APP = List.of("/api/", "/mynaapp/", "/v/", Dialect.LINK);

    private final transient Faults faults;
    private final transient MynaAppPort appPort;

    Doorkeeper(Faults faults, MynaAppPort appPort) {
        this.faults = faults;
        this.appPort = appPort;
    }

    private enum Door {
        PLAIN,
        VERIFIERS,
        APP
    }

    private Door door(HttpServletRequest request) {
        if (!request.isSecure()) {
            return Door.PLAIN;
        }
        return request.getLocalPort() == appPort.number() ? Door.APP : Door.VERIFIERS;
    }

    private static Door doorOf(String path) {
        if (path.startsWith("/v1/")) {
            return Door.VERIFIERS;
        }
        return OF_THE_APP.stream().anyMatch(path::startsWith) ? Door.APP : Door.PLAIN;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Decoded and normalised, so that no spelling of an address gets past.
        String path = request.getServletPath();
        Door door = door(request);
        if (doorOf(path) != door) {
            refuse(response, 404, "NOT_FOUND", "There is nothing here on this port.");
        } else if (request.getRequestURI().length() > LONGEST_ADDRESS) {
            refuse(response, 414, "TOO_LONG", "The address is too long.");
        } else if (request.getContentLengthLong() > LARGEST_BODY) {
            refuse(response, 413, "TOO_LARGE", "A body has at most 1 MiB.");
        } else if (WITH_BODY.contains(request.getMethod())
                && request.getContentLengthLong() < 0
                && request.getHeader("Transfer-Encoding") != null) {
            refuse(response, 411, "LENGTH_REQUIRED", "A body says how large it is.");
        } else if (isDown(path, door)) {
            response.setHeader("Retry-After", "30");
            refuse(response, 503, "TEMPORARILY_UNAVAILABLE", "The service is not available at the moment.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isDown(String path, Door door) {
        boolean repository = path.startsWith("/ocsp/") || path.startsWith("/crl/") || path.startsWith("/authorities");
        boolean publishing = path.equals("/crl/publications");
        if (faults.on(Fault.ALL_DOWN)) {
            return door != Door.PLAIN || (repository && !publishing);
        }
        return switch (door) {
            case PLAIN -> false;
            case VERIFIERS -> faults.on(Fault.VERIFIER_SERVICES_DOWN);
            case APP -> faults.on(Fault.MYNAAPP_DOWN);
        };
    }

    private static void refuse(HttpServletResponse response, int status, String code, String title) throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(("{\"type\":\"about:blank\",\"status\":" + status + ",\"code\":\"" + code + "\",\"title\":\""
                                + title + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
