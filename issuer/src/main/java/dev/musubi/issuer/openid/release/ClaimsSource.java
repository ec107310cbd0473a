package dev.musubi.issuer.openid.release;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.claims.Constraint;
import dev.musubi.issuer.openid.claims.Evidence;
import dev.musubi.issuer.openid.claims.PersonClaims;
import dev.musubi.issuer.openid.claims.StandingDemand;
import dev.musubi.issuer.openid.claims.VerifiedClaims;
import dev.musubi.issuer.openid.claims.VerifiedClaimsRequest;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.relyingparty.Given;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.standing.StandingView;
import dev.musubi.issuer.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says of a holder what was asked for, as far as the holder let it be told. */
@Component
public class ClaimsSource {

    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final PairwiseSubjects subjects;
    private final InstantSource clock;

    ClaimsSource(
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            PairwiseSubjects subjects,
            InstantSource clock) {
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.subjects = subjects;
        this.clock = clock;
    }

    /** Where claims go. */
    public enum Place {
        /** The ID token. */
        ID_TOKEN,
        /** Userinfo. */
        USERINFO
    }

    /** What is told, and whether any of it is an attribute. */
    public record Released(OutwardClaims claims, boolean attributes) {
        @Override
        public String toString() {
            return "Released[…]";
        }
    }

    /**
     * The claims for one place.
     *
     * @param items what the holder let be told
     * @param standing the standing now, which the demand has been measured against
     */
    public Released claims(
            HolderId holderId,
            RelyingParty party,
            ClaimsDemand demand,
            Set<Attribute> items,
            StandingView standing,
            Place place) {
        Map<String, @Nullable Object> single = place == Place.ID_TOKEN ? demand.idToken() : demand.userInfo();
        List<VerifiedClaimsRequest> verified =
                place == Place.ID_TOKEN ? demand.verifiedInIdToken() : demand.verifiedInUserInfo();
        OutwardClaims told = new OutwardClaims();
        if (single.containsKey(StandingDemand.CLAIM)) {
            told.with(StandingDemand.CLAIM, standing.claim());
        }
        boolean wanted = !verified.isEmpty()
                || single.keySet().stream()
                        .anyMatch(claim ->
                                PersonClaims.attributeOf(claim).isPresent() || claim.equals(PersonClaims.SUBSTITUTES));
        if (items.isEmpty() || !wanted) {
            return new Released(told, false);
        }
        Generation present = privateIds.generation(holderId);
        Map<String, Object> person = PersonClaims.of(attributes.get(vault.of(holderId), present.attributes()), items);
        int before = told.size();
        single.forEach((claim, constraint) -> {
            Object value = person.get(claim);
            if (value != null && Constraint.of(constraint).admits(value)) {
                told.with(claim, Given.byHolder(value));
            }
        });
        if (!verified.isEmpty()) {
            Generation signed = present.source() == Generation.Source.SIGNATURE_CERTIFICATE
                    ? present
                    : lastSigned(holderId, present);
            Pairwise<String> reference = subjects.reference(
                    holderId, Objects.requireNonNullElse(present.evidence(), present.anchorId()), party.id());
            // A part of what is outward already, and of the attributes.
            new VerifiedClaims(
                            Evidence.verification(party.law(), signed, present, reference)
                                    .with("status", standing.statusList().status())
                                    .json(),
                            person,
                            clock.instant())
                    .answer(verified)
                    .ifPresent(answer -> told.with("verified_claims", Given.byHolder(answer)));
        }
        return new Released(told, told.size() > before);
    }

    private Generation lastSigned(HolderId holderId, Generation present) {
        return privateIds.generations(holderId).reversed().stream()
                .filter(each -> each.source() == Generation.Source.SIGNATURE_CERTIFICATE)
                .findFirst()
                .orElse(present);
    }
}
