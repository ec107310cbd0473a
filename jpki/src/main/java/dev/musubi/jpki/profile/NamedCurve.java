package dev.musubi.jpki.profile;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The curves of SP 800-186 over prime fields that keys here are on, and whether a key is truly on its curve. The JDK takes any
 * two numbers for a point; computing with one that is on no curve, or on a weaker one, gives secrets and assurance away.
 */
public enum NamedCurve {
    /** P-256. */
    P_256("secp256r1"),
    /** P-384. */
    P_384("secp384r1"),
    /** P-521. */
    P_521("secp521r1");

    private static final NamedCurve[] ALL = values();

    @SuppressWarnings("ImmutableEnumChecker") // it has no way to be changed, which only the JDK knows
    private final ECParameterSpec parameters;

    private final BigInteger prime;

    NamedCurve(String name) {
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(name));
            parameters = named.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has this curve", e);
        }
        prime = ((ECFieldFp) parameters.getCurve().getField()).getP();
    }

    /**
     * The curve a key is on: its domain parameters are all those of the curve, not only some of them, and its point is a point
     * of the curve and not the one at infinity (SP 800-56A Rev. 3 section 5.6.2.3.4; the cofactor is 1, so there is no
     * smaller group to fall into). Empty otherwise.
     */
    public static Optional<NamedCurve> of(ECPublicKey key) {
        for (NamedCurve curve : ALL) {
            if (curve.hasParameters(key.getParams())) {
                return curve.contains(key.getW()) ? Optional.of(curve) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** How many points the curve's group has: n. */
    public BigInteger order() {
        return parameters.getOrder();
    }

    private boolean hasParameters(@Nullable ECParameterSpec other) {
        return other != null
                && parameters.getCurve().getField().equals(other.getCurve().getField())
                && parameters.getCurve().getA().equals(other.getCurve().getA())
                && parameters.getCurve().getB().equals(other.getCurve().getB())
                && parameters.getGenerator().equals(other.getGenerator())
                && parameters.getOrder().equals(other.getOrder())
                && parameters.getCofactor() == other.getCofactor();
    }

    private boolean contains(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY) || !isInField(point.getAffineX()) || !isInField(point.getAffineY())) {
            return false;
        }
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.multiply(x)
                .add(parameters.getCurve().getA())
                .multiply(x)
                .add(parameters.getCurve().getB());
        return y.multiply(y).subtract(right).mod(prime).signum() == 0;
    }

    private boolean isInField(BigInteger coordinate) {
        return coordinate.signum() >= 0 && coordinate.compareTo(prime) < 0;
    }
}
