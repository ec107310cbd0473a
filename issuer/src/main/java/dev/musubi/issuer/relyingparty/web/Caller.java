package dev.musubi.issuer.relyingparty.web;

import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.web.Limits;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import org.springframework.stereotype.Component;

/** Tells who is behind a request on the relying parties' door, by its client certificate. */
@Component
public class Caller {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final RelyingParties parties;

    private final Limits limits;

    Caller(RelyingParties parties, Limits limits) {
        this.parties = parties;
        this.limits = limits;
    }

    /**
     * The relying party that asks.
     *
     * @throws ProblemException {@code client_certificate_required}, {@code client_unknown} or {@code too_many_requests}
     */
    public RelyingParty of(HttpServletRequest request) {
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0) {
            RelyingParty party = parties.withCertificate(chain[0])
                    .orElseThrow(() -> new ProblemException(
                            403,
                            "client_unknown",
                            "This client certificate is not registered. Ask the operator to register it."));
            limits.client(party.id());
            return party;
        }
        throw new ProblemException(
                401, "client_certificate_required", "Present the client certificate that is registered for you.");
    }
}
