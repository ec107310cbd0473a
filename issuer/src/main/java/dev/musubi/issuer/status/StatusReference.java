package dev.musubi.issuer.status;

import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.OutwardView;
import dev.musubi.issuer.relyingparty.Pairwise;
import java.net.URI;

/**
 * Where a relying party looks up later, asking nobody, what became of what it was told (Token Status List section 6.2).
 *
 * @param idx which entry of the list, dealt for one sector and one generation
 * @param uri the list it stands in
 */
public record StatusReference(Pairwise<Integer> idx, Pairwise<URI> uri) implements OutwardView {

    /** The member {@code status_list}. */
    public OutwardClaims statusList() {
        return new OutwardClaims().with("idx", idx).with("uri", uri);
    }

    /** The claim {@code status}, of which that is the one mechanism there is. */
    public OutwardClaims status() {
        return new OutwardClaims().with("status_list", statusList());
    }
}
