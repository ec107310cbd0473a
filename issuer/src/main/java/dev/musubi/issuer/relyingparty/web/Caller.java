package dev.musubi.issuer.relyingparty.web;

import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import org.springframework.stereotype.Component;

/** Tells who is behind a request on the relying parties' door, by its client certificate. */
@Component
public class Caller {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final RelyingParties parties;

    Caller(RelyingParties parties) {
        this.parties = parties;
    }

    /**
     * The relying party that asks.
     *
     * @throws ProblemException {@code client_certificate_required} or {@code client_unknown}
     */
    public RelyingParty of(HttpServletRequest request) {
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0) {
            return parties.withCertificate(chain[0])
                    .orElseThrow(() -> new ProblemException(
                            403,
                            "client_unknown",
                            "This client certificate is not registered. Ask the operator to register it."));
        }
        throw new ProblemException(
                401, "client_certificate_required", "Present the client certificate that is registered for you.");
    }
}
