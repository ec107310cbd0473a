package dev.musubi.issuer.web;

import dev.musubi.issuer.vault.PrivateFiles;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * The operator's token, and one that opens the metrics alone, for whoever collects them: each in a file only the operator's
 * account can read, made at random at first start.
 */
@Component
final class OperatorToken {

    private static final String METRICS = "/metrics";

    private final String token;
    private final String metrics;

    OperatorToken(DoorSettings settings) throws IOException {
        this.token = once(settings.operatorToken());
        this.metrics = once(settings.metricsToken());
    }

    private static String once(Path file) throws IOException {
        return PrivateFiles.once(file, () -> {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    /** Whether a request shows any token. */
    static boolean isShown(HttpServletRequest request) {
        return request.getHeader("Authorization") != null;
    }

    /** Whether it shows one that opens what it asks for. */
    boolean isIn(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null
                && (Doors.same(header, "Bearer " + token)
                        || (request.getRequestURI().equals(METRICS) && Doors.same(header, "Bearer " + metrics)));
    }
}
