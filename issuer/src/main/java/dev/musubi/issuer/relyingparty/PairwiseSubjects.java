package dev.musubi.issuer.relyingparty;

import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.openid.connect.sdk.id.InvalidPairwiseSubjectException;
import com.nimbusds.openid.connect.sdk.id.PairwiseSubjectCodec;
import com.nimbusds.openid.connect.sdk.id.SIVAESBasedPairwiseSubjectCodec;
import com.nimbusds.openid.connect.sdk.id.SectorID;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.vault.SubjectKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Under which name each sector knows a holder: the holder's id, encrypted deterministically with the sector (AES-SIV,
 * RFC 5297; OpenID Connect Core 1.0 section 8.1). No table: the issuer alone can turn a name back, and two sectors can
 * join nothing. The name stays the same for as long as the private ID lives, whatever becomes of its anchors.
 */
@Component
public class PairwiseSubjects {

    private static final int LONGEST = 300;

    private final PairwiseSubjectCodec codec;

    PairwiseSubjects(SubjectKey key) {
        this.codec = new SIVAESBasedPairwiseSubjectCodec(key.key());
    }

    /** The holder's name in {@code sector}. */
    public String of(HolderId holderId, String sector) {
        return codec.encode(new SectorID(sector), new Subject(holderId.toString()))
                .getValue();
    }

    /** The holder's name in {@code sector}, to be told there. */
    public Pairwise<String> pairwise(HolderId holderId, String sector) {
        return Pairwise.of(of(holderId, sector));
    }

    /** Whose name it is in {@code sector}; empty for whatever is not a name of that sector. */
    public Optional<HolderId> holderOf(String subject, String sector) {
        return decode(subject, sector).flatMap(text -> DatabaseId.sent(text, HolderId::of));
    }

    /** A reference to something of a holder's, readable by the issuer alone and good for one relying party alone. */
    public Pairwise<String> reference(HolderId holderId, DatabaseId thing, String relyingPartyId) {
        return Pairwise.of(
                codec.encode(new SectorID("reference:" + relyingPartyId), new Subject(holderId + " " + thing))
                        .getValue());
    }

    /** Something of a holder's, by the kind of its id. */
    public record Referred<T extends DatabaseId>(HolderId holder, T thing) {}

    /** What {@link #reference} refers to, as an id of this kind. */
    public <T extends DatabaseId> Optional<Referred<T>> dereference(
            String reference, String relyingPartyId, Function<String, T> of) {
        return decode(reference, "reference:" + relyingPartyId).flatMap(both -> {
            String[] parts = both.split(" ", -1);
            return parts.length == 2
                    ? DatabaseId.sent(parts[0], HolderId::of)
                            .flatMap(
                                    holder -> DatabaseId.sent(parts[1], of).map(thing -> new Referred<>(holder, thing)))
                    : Optional.empty();
        });
    }

    private Optional<String> decode(String encoded, String sector) {
        if (encoded.isEmpty() || encoded.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Map.Entry<SectorID, Subject> decoded = codec.decode(new Subject(encoded));
            // Base64 is read leniently: what else decodes to the same bytes is another's spelling and nobody's name.
            return decoded.getKey().getValue().equals(sector)
                            && codec.encode(decoded.getKey(), decoded.getValue())
                                    .getValue()
                                    .equals(encoded)
                    ? Optional.of(decoded.getValue().getValue())
                    : Optional.empty();
        } catch (InvalidPairwiseSubjectException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
