package dev.musubi.issuer.signin.jpki;

import dev.musubi.issuer.anchor.AnchorStatusSource;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.CertificateOwner;
import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.signin.jpki.SignInOutcome.Why;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.revocation.CertificateStatus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whose a certificate is that somebody has just signed with. Its status is asked for now (公的個人認証法 36条), and the person
 * is recognised by linked numbers (18条5項), which are used for nothing else (52条3項).
 */
@Component
public class Recognition {

    private final AnchorStatusSource statusSource;
    private final NumberLinks numberLinks;
    private final Anchors anchors;
    private final Findings findings;

    Recognition(AnchorStatusSource statusSource, NumberLinks numberLinks, Anchors anchors, Findings findings) {
        this.statusSource = statusSource;
        this.numberLinks = numberLinks;
        this.anchors = anchors;
        this.findings = findings;
    }

    /** Whose it is. */
    public sealed interface Recognised {
        /** A holder's. */
        record Somebody(HolderId holderId) implements Recognised {}

        /** Nobody's, or it cannot be told; with a finer reason, where there is one. */
        record Not(Why why, @Nullable String reason) implements Recognised {}
    }

    /** Whose certificate this is, of either kind; its signature and path were verified. */
    public Recognised of(CertificateId certificate) {
        return switch (statusSource.ask(certificate)) {
            case CertificateStatus.Unknown unknown ->
                new Recognised.Not(Why.CERTIFICATE_STATUS_UNKNOWN, unknown.why().code());
            case CertificateStatus.Revoked revoked -> new Recognised.Not(Why.CERTIFICATE_REVOKED, null);
            case CertificateStatus.Good good ->
                switch (numberLinks.linkedTo(certificate)) {
                    case NumberLinks.Answer.Unavailable unavailable ->
                        new Recognised.Not(Why.PERSON_NOT_DETERMINED, unavailable.code());
                    case NumberLinks.Answer.Linked linked ->
                        owner(Stream.concat(Stream.of(certificate), linked.certificates().stream())
                                .toList());
                };
        };
    }

    private Recognised owner(List<CertificateId> numbers) {
        return switch (anchors.ownerOf(numbers)) {
            case CertificateOwner.Nobody nobody -> new Recognised.Not(Why.NO_PRIVATE_ID, null);
            case CertificateOwner.One one -> new Recognised.Somebody(one.holderId());
            case CertificateOwner.Several several -> {
                findings.report(Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS, several.about());
                yield new Recognised.Not(Why.PERSON_AMBIGUOUS, null);
            }
        };
    }
}
