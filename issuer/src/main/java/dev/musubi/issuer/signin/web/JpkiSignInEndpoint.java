package dev.musubi.issuer.signin.web;

import dev.musubi.issuer.signin.jpki.Challenge;
import dev.musubi.issuer.signin.jpki.JpkiSignIn;
import dev.musubi.issuer.signin.jpki.SignInOutcome;
import dev.musubi.issuer.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/sign-in-challenges}: an app gets a challenge, and answers it with the user-authentication certificate. */
@RestController
@RequestMapping("/v1/sign-in-challenges")
final class JpkiSignInEndpoint {

    private static final int LONGEST_ANSWER = 64 * 1024;

    private final JpkiSignIn signIn;

    JpkiSignInEndpoint(JpkiSignIn signIn) {
        this.signIn = signIn;
    }

    record Answer(@Nullable String ticket, @Nullable String answer) {}

    record Signed(String signInCode, Instant signInCodeExpiresAt) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Challenge challenge() {
        return signIn.challenge();
    }

    @PostMapping("/answer")
    @ResponseStatus(HttpStatus.CREATED)
    Signed answer(@RequestBody Answer body) {
        String ticket = body.ticket();
        String answer = body.answer();
        if (ticket == null || answer == null || answer.length() > LONGEST_ANSWER) {
            throw new ProblemException(
                    400,
                    "malformed_request",
                    "ticket is the challenge's; answer is the signed document, a compact JWS.");
        }
        return switch (signIn.answer(ticket, answer)) {
            case SignInOutcome.Signed signed ->
                new Signed(signed.code().code(), signed.code().expiresAt());
            case SignInOutcome.Refused refused ->
                throw new ProblemException(
                                refused.why().status(),
                                refused.why().code(),
                                refused.why().english(),
                                refused.why().japanese(),
                                refused.why().status() == 503 ? Duration.ofSeconds(30) : null)
                        .because(refused.reason());
        };
    }
}
