package dev.musubi.issuer.notice;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.database.StoredJson;
import java.net.URI;
import java.util.Arrays;

/**
 * Where a browser takes messages (W3C Push API, {@code PushSubscription}): an address at its maker's push service, and the keys
 * by which nobody on the way reads them. Whoever knows the address can send there, so it is kept as an address is.
 *
 * @param endpoint the address, https (RFC 8030 section 4)
 * @param publicKey the browser's key, a point on P-256 (RFC 8291 section 2.1)
 * @param auth a secret of browser and sender, 16 bytes (RFC 8291 section 2.2)
 * @param device which kind of browser, in two words, for its holder to know it again
 */
public record PushSubscription(URI endpoint, ECKey publicKey, byte[] auth, String device) {

    private static final int VERSION = 1;

    /** An uncompressed point (SEC 1 section 2.3.3): 4, x, y. */
    private static final int POINT = 65;

    private static final byte UNCOMPRESSED = 4;

    /** As it is sealed: a format of its own. */
    private record Stored(String endpoint, String p256dh, String auth, String device) {}

    byte[] toStore() {
        return StoredJson.bytes(new Stored(
                endpoint.toString(),
                Base64URL.encode(point(publicKey)).toString(),
                Base64URL.encode(auth).toString(),
                device));
    }

    static PushSubscription stored(byte[] stored) {
        Stored read = StoredJson.read(stored, Stored.class, VERSION);
        return new PushSubscription(
                URI.create(read.endpoint()),
                key(Base64URL.from(read.p256dh()).decode()),
                Base64URL.from(read.auth()).decode(),
                read.device());
    }

    /** A key as an uncompressed point. */
    static byte[] point(ECKey key) {
        byte[] point = new byte[POINT];
        point[0] = UNCOMPRESSED;
        int half = (POINT - 1) / 2;
        System.arraycopy(key.getX().decode(), 0, point, 1, half);
        System.arraycopy(key.getY().decode(), 0, point, 1 + half, half);
        return point;
    }

    /**
     * The key that an uncompressed point is.
     *
     * @throws IllegalArgumentException if it is none, or not on the curve: against such a one the shared secret would be no
     *     secret
     */
    static ECKey key(byte[] point) {
        if (point.length != POINT || point[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("no uncompressed point of P-256");
        }
        int half = (POINT - 1) / 2;
        try {
            return new ECKey.Builder(
                            Curve.P_256,
                            Base64URL.encode(Arrays.copyOfRange(point, 1, 1 + half)),
                            Base64URL.encode(Arrays.copyOfRange(point, 1 + half, POINT)))
                    .build();
        } catch (IllegalStateException notOnTheCurve) {
            throw new IllegalArgumentException("not a point of P-256", notOnTheCurve);
        }
    }

    /** Whoever has it can send there. */
    @Override
    public String toString() {
        return "PushSubscription[…]";
    }
}
