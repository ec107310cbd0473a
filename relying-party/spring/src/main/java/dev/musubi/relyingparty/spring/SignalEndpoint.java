package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.PushAnswer;
import dev.musubi.relyingparty.SignalReceiver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /musubi/signals}: where the issuer pushes signals (RFC 8935). Each becomes an event of the application. */
@Controller
final class SignalEndpoint {

    static final String PATH = "/musubi/signals";

    private static final int LONGEST = 64 * 1024;

    private final SignalReceiver receiver;

    SignalEndpoint(SignalReceiver receiver) {
        this.receiver = receiver;
    }

    @PostMapping(PATH)
    @ResponseBody
    ResponseEntity<String> pushed(HttpServletRequest request) throws IOException {
        // One more than may be, so that what is too long is no token, however long it is.
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        PushAnswer answer = receiver.pushed(
                request.getContentType(),
                request.getHeader("Authorization"),
                new String(body, StandardCharsets.US_ASCII));
        ResponseEntity.BodyBuilder builder =
                ResponseEntity.status(answer.status()).header("Cache-Control", "no-store");
        answer.headers().forEach(builder::header);
        return answer.body().isEmpty() ? builder.build() : builder.body(answer.body());
    }
}
