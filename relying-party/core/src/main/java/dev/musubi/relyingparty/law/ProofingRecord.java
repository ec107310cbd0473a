package dev.musubi.relyingparty.law;

import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.standing.Standing;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record of a proofing of identity (確認記録, 犯罪収益移転防止法6条; 本人確認記録, 携帯電話不正利用防止法4条), as far as a
 * sign-in can fill it in. An application adds what only it knows, such as the account number and who was in charge, and
 * keeps it as long as {@link #retention} says. It holds personal data: keep it as such.
 *
 * @param law under which law
 * @param method by which method; null where the law has no such list, or none is known for the day
 * @param relyingParty who proofed
 * @param transaction what it was for, in the relying party's own words
 * @param subject the holder's name at this relying party, the same over all re-issues
 * @param person who it is, how and when it was verified, and on what evidence
 * @param standing how the private ID stood in that moment; null where that was not asked for
 * @param authentication how the holder signed in, an authentication context class
 * @param proofedAt when
 */
public record ProofingRecord(
        Law law,
        @Nullable ProofingMethod method,
        String relyingParty,
        String transaction,
        String subject,
        VerifiedPerson person,
        @Nullable Standing standing,
        @Nullable String authentication,
        Instant proofedAt)
        implements Serializable {

    /** How long it is kept; empty where this library knows no rule. */
    public Optional<Retention> retention() {
        return law.retention();
    }

    /**
     * The same, proofed by another method than acceptance of the private ID, such as a signature received and verified; null
     * where the law has no such list.
     */
    public ProofingRecord by(@Nullable ProofingMethod other) {
        return new ProofingRecord(
                law, other, relyingParty, transaction, subject, person, standing, authentication, proofedAt);
    }

    /** All of it as a tree of JSON: strings, numbers, booleans, maps and lists; for storing. */
    public Map<String, Object> toMap() {
        return RecordForm.write(this);
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "ProofingRecord[" + law + ", " + proofedAt + "]";
    }
}
