package dev.musubi.issuer.web;

import dev.musubi.issuer.vault.PrivateFiles;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** The operator's token: in a file only the operator's account can read, made at random at first start. */
@Component
final class OperatorToken {

    private final String token;

    OperatorToken(DoorSettings settings) throws IOException {
        this.token = PrivateFiles.once(settings.operatorToken(), () -> {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    /** Whether a request shows any token. */
    static boolean isShown(HttpServletRequest request) {
        return request.getHeader("Authorization") != null;
    }

    boolean isIn(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && Doors.same(header, "Bearer " + token);
    }
}
