package dev.musubi.jpki.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestKeys;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key is on its curve, or it is none. */
class NamedCurveTest {

    private static ECPublicKey key(NamedCurve curve) {
        String name = "secp" + curve.name().substring(2) + "r1";
        return (ECPublicKey) TestKeys.ec(name, "curve").getPublic();
    }

    /** A key that the JDK was not asked about. */
    private record Claimed(ECPoint w, ECParameterSpec params) implements ECPublicKey {
        @Override
        public ECPoint getW() {
            return w;
        }

        @Override
        public ECParameterSpec getParams() {
            return params;
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    private static BigInteger prime(ECParameterSpec spec) {
        return ((ECFieldFp) spec.getCurve().getField()).getP();
    }

    @ParameterizedTest
    @EnumSource(NamedCurve.class)
    void whenAKeyIsOnItsCurveThenItIsFound(NamedCurve curve) {
        assertThat(NamedCurve.of(key(curve))).contains(curve);
        assertThat(curve.order().bitLength())
                .isEqualTo(Integer.parseInt(curve.name().substring(2)));
    }

    @ParameterizedTest
    @EnumSource(NamedCurve.class)
    void whenThePointIsNotOnTheCurveThenItIsNoKeyThoughTheJdkReadsIt(NamedCurve curve) throws Exception {
        ECPublicKey right = key(curve);
        byte[] encoded = right.getEncoded();
        encoded[encoded.length - 1] ^= 1;
        ECPublicKey wrong = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        assertThat(wrong.getW()).isNotEqualTo(right.getW());
        assertThat(NamedCurve.of(wrong)).isEmpty();
        assertThat(KeyAlgorithm.of(wrong)).isEmpty();
        ECPoint exchanged = new ECPoint(right.getW().getAffineY(), right.getW().getAffineX());
        assertThat(NamedCurve.of((ECPublicKey)
                        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(exchanged, right.getParams()))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NamedCurve.class)
    void whenThePointIsOutsideOfTheFieldOrNoneThenItIsNoKey(NamedCurve curve) {
        ECPublicKey right = key(curve);
        BigInteger p = prime(right.getParams());
        BigInteger x = right.getW().getAffineX();
        BigInteger y = right.getW().getAffineY();
        ECPoint[] points = {
            ECPoint.POINT_INFINITY,
            new ECPoint(BigInteger.ZERO, BigInteger.ZERO),
            new ECPoint(x.add(p), y),
            new ECPoint(x, y.add(p)),
            new ECPoint(x, y.subtract(p)),
            new ECPoint(x.subtract(p), y)
        };
        for (ECPoint point : points) {
            assertThat(NamedCurve.of(new Claimed(point, right.getParams()))).isEmpty();
        }
        ECPoint negative = new ECPoint(x, p.subtract(y));
        assertThat(NamedCurve.of(new Claimed(negative, right.getParams()))).contains(curve);
    }

    @ParameterizedTest
    @EnumSource(NamedCurve.class)
    void whenOnlySomeParametersAreThoseOfTheCurveThenItIsAnotherCurve(NamedCurve curve) {
        ECPublicKey right = key(curve);
        ECParameterSpec spec = right.getParams();
        BigInteger x = right.getW().getAffineX();
        BigInteger y = right.getW().getAffineY();
        BigInteger p = prime(spec);
        // A point of anybody's choice is on a curve with another b; and who chooses the generator knows the private
        // key.
        BigInteger chosenY = y.add(BigInteger.ONE).mod(p);
        BigInteger chosenB = chosenY.multiply(chosenY)
                .subtract(x.multiply(x).add(spec.getCurve().getA()).multiply(x))
                .mod(p);
        EllipticCurve other =
                new EllipticCurve(spec.getCurve().getField(), spec.getCurve().getA(), chosenB);
        assertThat(NamedCurve.of(new Claimed(
                        new ECPoint(x, chosenY),
                        new ECParameterSpec(other, spec.getGenerator(), spec.getOrder(), spec.getCofactor()))))
                .isEmpty();
        assertThat(NamedCurve.of(new Claimed(
                        right.getW(),
                        new ECParameterSpec(spec.getCurve(), right.getW(), spec.getOrder(), spec.getCofactor()))))
                .isEmpty();
    }
}
