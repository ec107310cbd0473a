package dev.musubi.issuer.status;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.vault.KeyedHash;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/** The parts of a whole country's lists, made by the issuer's own code; without the database. */
public final class StatusListMeasures {

    private static final Instant AT = Instant.parse("2026-04-10T03:00:00Z");

    /** Of a list of which one percent has ended: at a third of all a year, that takes some days. */
    private static final Duration OPEN = Duration.ofDays(12);

    /** A list is opened with this much of its decoys' life behind it. */
    private static final Duration PAST = Decoys.LONGEST_UNTIL_NEXT;

    private final StatusKey key = new StatusKey(new KeyedHash(new SecretKeySpec(new byte[32], "HmacSHA256")));
    private final Decoys decoys = new Decoys(key);
    private final StatusSettings settings = new StatusSettings(
            URI.create("https://id.example"),
            URI.create("https://id.example/status-lists"),
            Duration.ofMinutes(5),
            Duration.ofDays(1),
            Duration.ofDays(1),
            Duration.ofDays(30),
            Duration.ofMinutes(15),
            null);
    private final TokenSigner signer;
    private final StatusTokens tokens;
    private final StatusCwts cwts;

    /** With a key of its own. */
    public StatusListMeasures() throws JOSEException {
        ECDSASigner ecdsa = new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate());
        this.signer = input -> {
            try {
                return new TokenSigner.Signature(
                        "ec-20553",
                        ecdsa.sign(new JWSHeader(JWSAlgorithm.ES256), input.apply("ec-20553"))
                                .decode());
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        };
        this.tokens = new StatusTokens(signer, settings);
        this.cwts = new StatusCwts(signer, settings);
    }

    TokenSigner signer() {
        return signer;
    }

    StatusSettings settings() {
        return settings;
    }

    /** How many lists so many entries need. */
    public static int lists(long entries) {
        long each = StatusBits.ENTRIES - Decoys.PLACES;
        return Math.toIntExact((entries + each - 1) / each);
    }

    /**
     * A list's size in each form, in bytes.
     *
     * @param zlib its entries, compressed
     * @param jwt the JWT as it is
     * @param jwtGzip the JWT by gzip
     * @param cwt the CWT
     */
    public record Size(int zlib, int jwt, int jwtGzip, int cwt) {}

    /** Makes a list whole: decoys from the beginning, every entry, root, compression, both signatures. */
    public Size build(long list, double ended, double reissueRequired) {
        StatusBits bits = StatusBits.fresh();
        for (Decoys.Change change : decoys.between(list, AT.minus(OPEN).minus(PAST), AT)) {
            if (bits.get(change.index()).mayBecome(change.value())) {
                bits.set(change.index(), change.value());
            }
        }
        Permutation permutation = decoys.permutation(list);
        Random random = new Random(list);
        for (int place = Decoys.PLACES; place < StatusBits.ENTRIES; place++) {
            double chance = random.nextDouble();
            if (chance < ended) {
                bits.set(permutation.index(place), StatusValue.INVALID);
            } else if (chance < ended + reissueRequired) {
                bits.set(permutation.index(place), StatusValue.REISSUE_REQUIRED);
            }
        }
        byte[] root = MerkleRoot.of(bits);
        byte[] zlib = bits.compressed();
        StatusToken token = new StatusToken(list, 1, AT, AT.plus(Duration.ofDays(1)));
        String jwt = tokens.list(token, zlib, root);
        return new Size(zlib.length, jwt.length(), StatusTokens.gzip(jwt).length, cwts.list(token, zlib).length);
    }

    /** The bytes of so many changes in one list: the changes alone, and the whole signed token. */
    public int[] changes(int count, long seed) {
        Map<Integer, StatusValue> changes = new TreeMap<>();
        Random random = new Random(seed);
        while (changes.size() < count) {
            changes.put(random.nextInt(StatusBits.ENTRIES), StatusValue.of(1 + random.nextInt(3)));
        }
        byte[] packed = StatusBits.compress(StatusChanges.encode(new TreeMap<>(changes)));
        StatusToken token = new StatusToken(0, 200, AT, AT.plus(Duration.ofDays(1)));
        byte[] root = new byte[32];
        random.nextBytes(root);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("bits", StatusBits.BITS);
        told.put("from", 100);
        told.put("to", 200);
        told.put("changes", Base64URL.encode(packed).toString());
        told.put("root", Base64URL.encode(root).toString());
        Map<String, Object> claims = tokens.claims(token);
        claims.put("status_list_changes", told);
        claims.put("status_list_version", tokens.version(token, root));
        return new int[] {
            packed.length, tokens.signed(StatusTokens.CHANGES, claims).length()
        };
    }

    /** Deals this many places, each in memory; their sum, so that none can be left out. */
    public long deal(int count) {
        Permutation permutation = null;
        long list = -1;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int place = i % (StatusBits.ENTRIES - Decoys.PLACES);
            if (place == 0) {
                permutation = new Permutation(key, ++list);
            }
            sum += permutation == null ? 0 : permutation.index(Decoys.PLACES + place);
        }
        return sum;
    }
}
