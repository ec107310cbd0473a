package dev.musubi.issuer.status;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.springframework.stereotype.Component;

/**
 * Tells whoever has an earlier state of a list what has changed since, in a few bytes a change, and the root of the list that
 * comes out of it (docs/standards/status-list-changes.md).
 */
@Component
public class StatusChanges {

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final KeptTokens kept;
    private final StatusTokens tokens;
    private final Cache<Range, String> signed = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .<Range, String>weigher((range, token) -> token.length() + 128)
            .build();

    StatusChanges(KeptTokens kept, StatusTokens tokens) {
        this.kept = kept;
        this.tokens = tokens;
    }

    private record Range(StatusToken to, long from) {}

    /**
     * What changed in a list from one number to that of its latest state, as a signed JWT. From the one before if that number is
     * no longer kept: what changed between two of them is told as coarsely as lists are kept, also to whoever asks from number
     * to number.
     *
     * @return empty if no list of that number is remembered
     */
    public Optional<String> since(StatusToken latest, long from) {
        if (from > latest.number()) {
            return Optional.empty();
        }
        return kept.upTo(latest.list(), from)
                .map(number -> Objects.requireNonNull(
                        signed.get(new Range(latest, number), range -> sign(range.to(), range.from()))));
    }

    private String sign(StatusToken latest, long from) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("bits", StatusBits.BITS);
        changes.put("from", from);
        changes.put("to", latest.number());
        changes.put(
                "changes",
                Base64URL.encode(StatusBits.compress(encode(kept.changes(latest.list(), from, latest.number()))))
                        .toString());
        byte[] root = kept.root(latest.list(), latest.number()).orElseThrow();
        changes.put("root", Base64URL.encode(root).toString());
        Map<String, Object> claims = tokens.claims(latest);
        claims.put("status_list_changes", changes);
        claims.put("status_list_version", tokens.version(latest, root));
        return tokens.signed(StatusTokens.CHANGES, claims);
    }

    /**
     * Changes as bytes: for each, in order of the index, how many entries lie between it and the one before, and its value in
     * the lowest two bits; as a number of seven bits a byte, the lowest first, with the highest bit set in all but the last
     * (LEB128).
     */
    static byte[] encode(SortedMap<Integer, StatusValue> changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(3 * changes.size());
        int before = -1;
        for (Map.Entry<Integer, StatusValue> each : changes.entrySet()) {
            int number = (each.getKey() - before - 1) << StatusBits.BITS
                    | each.getValue().bits();
            before = each.getKey();
            while (number > 0x7F) {
                out.write((number & 0x7F) | 0x80);
                number >>>= 7;
            }
            out.write(number);
        }
        return out.toByteArray();
    }
}
