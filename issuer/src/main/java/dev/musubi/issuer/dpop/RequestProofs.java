package dev.musubi.issuer.dpop;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The proof in the header {@code DPoP} of a request of a holder's app (RFC 9449 section 4), with the refusals as problem
 * documents. Whoever asks for something shows a key; whoever shows a token that is bound to a key shows that one.
 */
@Component
public final class RequestProofs {

    private static final String ALGORITHMS =
            Proofs.ALGORITHMS.stream().map(Algorithm::getName).collect(Collectors.joining(" "));
    private static final int LONGEST = 8 * 1024;

    private final Proofs proofs;

    RequestProofs(Proofs proofs) {
        this.proofs = proofs;
    }

    /**
     * Whose key the request proves to have.
     *
     * @param origin the origin the request was sent to, as its sender knows it
     * @return the key's SHA-256 thumbprint (RFC 7638)
     * @throws ProblemException {@code proof_required}, {@code use_dpop_nonce}, {@code invalid_dpop_proof}
     */
    public String keyOf(HttpServletRequest request, URI origin) {
        SignedJWT proof = proof(request)
                .orElseThrow(() -> new ProblemException(
                                401,
                                "proof_required",
                                new Message(
                                        "この操作にはアプリの鍵の証明が必要です。アプリからやり直してください。",
                                        "Send a proof of possession of your key in the header DPoP (RFC 9449)."))
                        .with(HttpHeaders.WWW_AUTHENTICATE, challenge(null)));
        return thumbprint(proofs.atEndpoint(address(request, origin), "", proof));
    }

    /**
     * Lets a request through only if it proves to have the key a token is bound to.
     *
     * @param token the token as it was sent
     * @param thumbprint the key's
     * @throws ProblemException {@code use_dpop_nonce}, {@code invalid_dpop_proof}
     */
    public void mustProve(HttpServletRequest request, URI origin, String token, String thumbprint) {
        SignedJWT proof = proof(request).orElseThrow(() -> refused("No proof was sent in the header DPoP."));
        thumbprint(proofs.withToken(request.getMethod(), address(request, origin), "", proof, token, thumbprint));
    }

    private String thumbprint(Proofs.Outcome outcome) {
        return switch (outcome) {
            case Proofs.Outcome.Holds(String thumbprint) -> thumbprint;
            case Proofs.Outcome.WantsNonce wants ->
                throw new ProblemException(
                                401, "use_dpop_nonce", "Make the proof again, with the nonce sent along in DPoP-Nonce.")
                        .with(HttpHeaders.WWW_AUTHENTICATE, challenge("use_dpop_nonce"))
                        .with("DPoP-Nonce", proofs.nonce());
            case Proofs.Outcome.Refused(String why) -> throw refused(why);
        };
    }

    private static ProblemException refused(String why) {
        return new ProblemException(401, "invalid_dpop_proof", new Message("アプリの鍵を確認できませんでした。", why))
                .with(HttpHeaders.WWW_AUTHENTICATE, challenge("invalid_dpop_proof", description(why)));
    }

    /** A challenge's parameter that says what is wrong (RFC 6750 section 3), in a sentence without quotation marks. */
    public static String description(String sentence) {
        return "error_description=\"" + sentence + '"';
    }

    /**
     * A challenge (RFC 9449 section 7.1).
     *
     * @param error the error code; null where nothing was sent
     * @param parameters further ones, ready made
     */
    public static String challenge(@Nullable String error, String... parameters) {
        StringBuilder challenge = new StringBuilder("DPoP realm=\"musubi\"");
        if (error != null) {
            challenge.append(", error=\"").append(error).append('"');
        }
        for (String parameter : parameters) {
            challenge.append(", ").append(parameter);
        }
        return challenge.append(", algs=\"").append(ALGORITHMS).append('"').toString();
    }

    private static URI address(HttpServletRequest request, URI origin) {
        return URI.create(origin + request.getRequestURI());
    }

    /** One header, one JWT; empty for anything else. */
    private static Optional<SignedJWT> proof(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("DPoP"));
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1 || headers.getFirst().length() > LONGEST) {
            throw refused("The header DPoP stands twice, or is longer than " + LONGEST + " characters.");
        }
        try {
            return Optional.of(SignedJWT.parse(headers.getFirst()));
        } catch (ParseException notOne) {
            throw refused("The header DPoP is not one signed JWT.");
        }
    }
}
