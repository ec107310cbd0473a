package dev.musubi.issuer.signin;

import dev.musubi.issuer.dpop.RequestProofs;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Finds out who asks for a signature: by the key the request proves. */
@Component
public class Requesters {

    private final RequestProofs proofs;
    private final CheckWords words;
    private final SignInSettings settings;

    Requesters(RequestProofs proofs, CheckWords words, SignInSettings settings) {
        this.proofs = proofs;
        this.words = words;
        this.settings = settings;
    }

    /**
     * The requester behind a request.
     *
     * @throws ProblemException about the proof
     */
    public Requester of(HttpServletRequest request) {
        return Requester.app(thumbprint(request), words.random());
    }

    /** The thumbprint of the key a request proves. */
    public String thumbprint(HttpServletRequest request) {
        return proofs.keyOf(request, settings.origin());
    }
}
