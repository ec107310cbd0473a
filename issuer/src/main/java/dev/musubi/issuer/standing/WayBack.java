package dev.musubi.issuer.standing;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParties;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The way from a re-issue back to the relying party that demanded it: the address it registered, and which demand this was
 * about, by the reference that it has itself. The address is one of those registered now, to the letter, or there is no way
 * back: one that was given up since may be somebody else's. Nothing else is told by it, least of all whether the holder has done anything.
 */
@Component
public class WayBack {

    private static final String DEMAND = "demand";

    private final PairwiseSubjects subjects;
    private final RelyingParties parties;

    WayBack(PairwiseSubjects subjects, RelyingParties parties) {
        this.subjects = subjects;
        this.parties = parties;
    }

    /** Where the holder goes on; empty if the relying party named no address, or has it no more. */
    public Optional<URI> of(HolderId holderId, ReissueDemand demand) {
        return Optional.ofNullable(demand.returnUri())
                .filter(address -> parties.find(demand.relyingPartyId())
                        .filter(party -> party.returnUris().contains(address))
                        .isPresent())
                .map(address -> with(
                        address,
                        subjects.reference(holderId, demand.demandId(), demand.relyingPartyId())
                                .value()));
    }

    /** What was registered stays as it was, to the letter: a builder of addresses might encode it anew. */
    static URI with(URI address, String reference) {
        String text = address.toString();
        int fragment = text.indexOf('#');
        String before = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(before
                + (before.indexOf('?') < 0 ? "?" : "&")
                + DEMAND + "=" + URLEncoder.encode(reference, StandardCharsets.UTF_8)
                + (fragment < 0 ? "" : text.substring(fragment)));
    }
}
