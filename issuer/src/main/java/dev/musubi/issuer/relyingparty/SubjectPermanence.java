package dev.musubi.issuer.relyingparty;

import java.util.List;
import java.util.Map;

/**
 * What is promised of subjects: a relying party may keep accounts by them (OpenID Connect Core 1.0 section 5.7: locally unique and
 * never reassigned), and is told for how long. In the provider's metadata as {@code subject_permanence}; each word is a test.
 */
public final class SubjectPermanence {

    /** Whatever of this happens, each sector knows the holder by the same subject afterwards. */
    static final List<String> STAYS_THROUGH = List.of(
            "move_within_municipality",
            "move_between_municipalities",
            "marriage",
            "certificate_renewal",
            "card_loss",
            "new_phone",
            "abroad_and_back",
            "reissue",
            "refresh",
            "pause",
            "key_rotation",
            "node_change",
            "restore");

    /** Whoever begins anew after one of these has another subject, and the former is never given again. */
    static final List<String> ENDS_WITH = List.of("term_over", "withdrawal", "holder_gone");

    private SubjectPermanence() {}

    /** As the metadata have it. */
    public static Map<String, Object> metadata() {
        return Map.of("stays_through", STAYS_THROUGH, "ends_with", ENDS_WITH);
    }
}
