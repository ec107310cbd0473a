package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.signin.AppAccess;
import dev.musubi.issuer.signin.Requesters;
import dev.musubi.issuer.signin.jpki.Challenge;
import dev.musubi.issuer.signin.jpki.JpkiSignIn;
import dev.musubi.issuer.signin.jpki.SignInOutcome;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/sign-in-challenges}: an app that is let in gets a challenge, and answers it with the
 * user-authentication certificate: fresh authentication for that app. */
@RestController
@RequestMapping("/v1/sign-in-challenges")
final class JpkiSignInEndpoint {

    private static final int LONGEST_ANSWER = 64 * 1024;

    private final JpkiSignIn signIn;
    private final Requesters requesters;
    private final AppAccess access;

    JpkiSignInEndpoint(JpkiSignIn signIn, Requesters requesters, AppAccess access) {
        this.signIn = signIn;
        this.requesters = requesters;
        this.access = access;
    }

    record Answer(@Nullable String ticket, @Nullable String answer) {}

    record Signed(Instant authenticatedAt) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Challenge challenge(HttpServletRequest request) {
        return signIn.challenge(requesters.of(request));
    }

    @PostMapping("/answer")
    @ResponseStatus(HttpStatus.CREATED)
    Signed answer(@RequestBody Answer body, HttpServletRequest request) {
        String ticket = body.ticket();
        String answer = body.answer();
        if (ticket == null || answer == null || answer.length() > LONGEST_ANSWER) {
            throw new ProblemException(
                    400,
                    "malformed_request",
                    "ticket is the challenge's; answer is the signed document, a compact JWS.");
        }
        return switch (signIn.answer(ticket, answer, access.of(request))) {
            case SignInOutcome.Signed(Instant at) -> new Signed(at);
            case SignInOutcome.Refused refused ->
                throw new ProblemException(
                                refused.why().status(),
                                refused.why().code(),
                                refused.why().message(),
                                refused.why().status() == 503 ? Duration.ofSeconds(30) : null)
                        .because(refused.reason());
        };
    }
}
