package dev.musubi.issuer.jlis;

import dev.musubi.issuer.jlis.VerifierServices.Reply;
import dev.musubi.issuer.refresh.LatestAttributesSource;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.CertificateKind;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The latest-attributes service. An answer that is not understood is no answer. */
@Component
final class JlisLatestAttributes implements LatestAttributesSource {

    private final VerifierServices services;

    JlisLatestAttributes(VerifierServices services) {
        this.services = services;
    }

    @Override
    public Answer latest(String consentId, CertificateId oldCertificate, List<String> items) {
        Reply reply = services.post(
                VerifierServices.Service.LATEST_ATTRIBUTES,
                "/v1/latest-attributes",
                Map.of("consentId", consentId, "certificate", JlisNumbers.write(oldCertificate), "items", items));
        return switch (reply) {
            case Reply.Unavailable unavailable -> new Answer.Unavailable(unavailable.code());
            case Reply.Refused refused -> new Answer.Refused(refused.code());
            case Reply.Ok ok -> answer(ok.body());
        };
    }

    private static Answer answer(JsonNode body) {
        String outcome = body.path("outcome").asString("");
        return switch (outcome) {
            case "PROVIDED" -> provided(body);
            case "NO_NEW_CERTIFICATE" -> new Answer.NoNewCertificate();
            case "STILL_VALID" -> new Answer.StillValid();
            case "CONSENT_NOT_STARTED" -> new Answer.ConsentNotStarted();
            case "CONSENT_MISSING", "CONSENT_EXPIRED", "CONSENT_CANCELLED", "ITEM_NOT_CONSENTED" ->
                new Answer.NotConsented(outcome);
            case "REFUSED" -> new Answer.Refused(outcome);
            default -> new Answer.Unavailable("malformed");
        };
    }

    private static Answer provided(JsonNode body) {
        try {
            JsonNode attributes = body.path("attributes");
            JsonNode certificate = body.path("certificate");
            JsonNode place = certificate.path("crlDistributionPoint");
            return new Answer.Provided(
                    new FourAttributes(
                            text(attributes.path("name")),
                            text(attributes.path("address")),
                            DateOfBirth.parse(Members.text(attributes, "dateOfBirth")),
                            Sex.fromCertificateCode(Members.text(attributes, "sex"))
                                    .orElseThrow(() -> new IllegalArgumentException("sex"))),
                    JlisNumbers.read(certificate),
                    CertificateKind.valueOf(Members.text(certificate, "kind")),
                    Members.instant(certificate, "notAfter"),
                    Members.text(place, "prefecture"),
                    Members.text(place, "municipality"),
                    Members.instant(body, "asOf"));
        } catch (DateTimeException | IllegalArgumentException e) {
            return new Answer.Unavailable("malformed");
        }
    }

    private static PersonText text(JsonNode node) {
        return new PersonText(Members.text(node, "value"), Members.text(node, "substitutes"));
    }
}
