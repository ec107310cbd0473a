package dev.musubi.issuer.jlis;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CertificateId;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A certificate's number (発行の番号) as J-LIS's services write it. */
final class JlisNumbers {

    private JlisNumbers() {}

    static Map<String, String> write(CertificateId certificate) {
        return Map.of(
                "authorityKeyId", certificate.authority().hex(),
                "issueNumber", certificate.serialHex());
    }

    /** @throws IllegalArgumentException if it is not one */
    static CertificateId read(JsonNode number) {
        return CertificateId.of(
                new AuthorityKeyId(Members.text(number, "authorityKeyId")), Members.text(number, "issueNumber"));
    }
}
