package dev.musubi.issuer.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** The operator's token: in a file only the operator's account can read, made at random at first start. */
@Component
final class OperatorToken {

    private final String token;

    OperatorToken(DoorSettings settings) throws IOException {
        Path file = settings.operatorToken();
        if (!Files.exists(file)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = Files.createTempFile(
                    folder,
                    "token",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(random));
            Files.move(fresh, file);
        }
        this.token = Files.readString(file).strip();
    }

    boolean isIn(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && Doors.same(header, "Bearer " + token);
    }
}
