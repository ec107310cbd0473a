package dev.musubi.issuer.jlis;

import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.jpki.certificate.CertificateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Number linking (公的個人認証法 18条4項, 52条2項). */
@Component
final class JlisNumberLinks implements NumberLinks {

    private static final int MOST = 1000;

    private final VerifierServices services;

    JlisNumberLinks(VerifierServices services) {
        this.services = services;
    }

    @Override
    public Answer linkedTo(CertificateId certificate) {
        return switch (services.post(
                VerifierServices.Service.NUMBER_LINKS,
                "/v1/number-links",
                Map.of("certificate", JlisNumbers.write(certificate)))) {
            case VerifierServices.Reply.Unavailable unavailable -> new Answer.Unavailable(unavailable.code());
            case VerifierServices.Reply.Refused refused -> new Answer.Unavailable(refused.code());
            case VerifierServices.Reply.Ok ok -> links(ok.body());
        };
    }

    private static Answer links(JsonNode body) {
        try {
            List<CertificateId> numbers = new ArrayList<>();
            for (JsonNode link : Members.array(body, "links", MOST)) {
                numbers.add(JlisNumbers.read(link.path("certificate")));
            }
            return new Answer.Linked(numbers);
        } catch (IllegalArgumentException e) {
            return new Answer.Unavailable("malformed");
        }
    }
}
