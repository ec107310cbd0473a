package dev.musubi.issuer.standing;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The way from a re-issue back to the relying party that demanded it: the address it registered, and which demand this was
 * about, by the reference that it has itself. The address is one of those registered, to the letter, or there is no way back;
 * nothing else is told by it, least of all whether the holder has done anything.
 */
@Component
public class WayBack {

    private static final String DEMAND = "demand";

    private final PairwiseSubjects subjects;

    WayBack(PairwiseSubjects subjects) {
        this.subjects = subjects;
    }

    /** Where the holder goes on; empty if the relying party named no address. */
    public Optional<URI> of(HolderId holderId, ReissueDemand demand) {
        return Optional.ofNullable(demand.returnUri())
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
