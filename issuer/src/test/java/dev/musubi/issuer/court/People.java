package dev.musubi.issuer.court;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.NewAnchor;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.NewGeneration;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.StatusEvidence;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Makes holders by the issuer's own code, as an enrolment does after the signature has been checked: many, of one day in
 * Japan, each at a moment of their own, some issued anew before any relying party met them, their anchors last seen good at
 * different times.
 */
final class People {

    private final HolderTransactions holders;
    private final Vault vault;
    private final Anchors anchors;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final AuthorityKeyId authority;
    private final FourAttributes four;

    People(
            HolderTransactions holders,
            Vault vault,
            Anchors anchors,
            PrivateIds privateIds,
            AttributeStore attributes,
            AuthorityKeyId authority,
            FourAttributes four) {
        this.holders = holders;
        this.vault = vault;
        this.anchors = anchors;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.authority = authority;
        this.four = four;
    }

    /** One more, on the day that begins at {@code day}. */
    HolderId make(long serial, Instant day, Random random) {
        HolderId holderId = HolderId.random();
        CertificateId certificate = new CertificateId(authority, BigInteger.valueOf(serial));
        Instant issuedAt = within(day, Duration.ofHours(10), random);
        Instant seenGood = within(day.plus(Duration.ofHours(10)), Duration.ofHours(13), random);
        holders.creating(holderId, issuedAt, () -> {
            Vault.Sealer sealer = vault.admit(holderId);
            anchors.link(holderId, List.of(certificate), Optional.empty());
            AnchorId anchor = anchors.establish(
                    holderId,
                    new NewAnchor(
                            certificate,
                            CertificateKind.CARD_SIGNATURE,
                            "Tokyo-to",
                            "Court" + random.nextInt(40),
                            day.plus(Duration.ofDays(1000)),
                            new StatusEvidence(StatusEvidence.Method.OCSP, seenGood, null, seenGood),
                            sealer.put(ItemKind.CERTIFICATE, certificate.encoded(), issuedAt)),
                    issuedAt);
            ItemId sealed = attributes.put(sealer, four, issuedAt);
            NewGeneration generation = new NewGeneration(
                    anchor,
                    Generation.Source.SIGNATURE_CERTIFICATE,
                    within(day, Duration.ofHours(9), random),
                    sealed,
                    sealer.put(ItemKind.SIGNED_APPLICATION, new byte[] {1}, issuedAt));
            privateIds.issue(holderId, generation, issuedAt);
            Instant again = issuedAt;
            for (int more = random.nextInt(4); more > 0; more--) {
                again = within(again, Duration.ofHours(3), random);
                privateIds.reissue(holderId, generation, Cause.REISSUED, again, "holder");
            }
            return true;
        });
        return holderId;
    }

    private static Instant within(Instant from, Duration length, Random random) {
        return from.plusNanos(random.nextLong(length.toNanos()) / 1000 * 1000);
    }
}
