package dev.musubi.jpki.revocation.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.fixture.TestKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The buffer, and that a signature sees each byte that passes once. */
class DerStreamTest {

    /** A stream that gives few bytes at a time. */
    private static InputStream trickle(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, Math.min(length, 1 + random.nextInt(700)));
            }
        };
    }

    private static DerStream stream(String hex) {
        return new DerStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void whenValuesArePulledThenOffsetsAreThoseOfTheStream() throws Exception {
        DerStream stream = stream("30 05 02 01 05 05 00 04 00");
        assertThat(stream.peekTag()).isEqualTo(Tag.SEQUENCE);
        assertThat(stream.enter(Tag.SEQUENCE)).isEqualTo(5);
        assertThat(stream.offset()).isEqualTo(2);
        assertThat(stream.element(Tag.INTEGER)).containsExactly(2, 1, 5);
        assertThat(stream.element(Tag.NULL)).containsExactly(5, 0);
        assertThat(stream.offset()).isEqualTo(7);
        assertThat(stream.element(Tag.OCTET_STRING)).containsExactly(4, 0);
        stream.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "30 80 00 00",
                "30 81 05",
                "30 82 00 85",
                "30 86 01 00 00 00 00 00",
                "31 00",
                "30 84 00 00 01 00"
            })
    void whenALengthOrTagIsNotStrictDerThenItIsRefused(String hex) {
        assertThatThrownBy(() -> stream(hex).enter(Tag.SEQUENCE))
                .isInstanceOfSatisfying(
                        CrlFaultException.class, e -> assertThat(e.fault()).isEqualTo(CrlFault.MALFORMED));
    }

    @Test
    void whenALengthHasFiveOctetsThenItIsRead() throws Exception {
        assertThat(stream("30 85 01 00 00 00 00").enter(Tag.SEQUENCE)).isEqualTo(1L << 32);
    }

    @Test
    void whenASmallValueIsLargeThenItIsRefused() {
        byte[] large = DerOutput.value(Tag.OCTET_STRING, new byte[DerStream.MAXIMUM_WHOLE + 1]);
        assertThatThrownBy(() -> new DerStream(new ByteArrayInputStream(large)).element(Tag.OCTET_STRING))
                .isInstanceOf(CrlFaultException.class);
    }

    @Test
    void whenTheStreamGoesOnThenThatIsNotItsEnd() {
        assertThatThrownBy(() -> stream("00").end()).isInstanceOf(CrlFaultException.class);
    }

    @Test
    void whenBytesPassInPiecesThenTheSignatureSeesExactlyThoseBetweenStartAndStop() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        KeyPair keys = TestKeys.rsa(2048, "stream");
        for (int round = 0; round < 20; round++) {
            byte[][] values = new byte[200 + random.nextInt(400)][];
            for (int i = 0; i < values.length; i++) {
                byte[] content = new byte[random.nextInt(2000)];
                random.nextBytes(content);
                values[i] = DerOutput.value(Tag.OCTET_STRING, content);
            }
            int first = random.nextInt(values.length / 2);
            int last = first + random.nextInt(values.length / 2);
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(keys.getPrivate());
            for (int i = first; i < last; i++) {
                signer.update(values[i]);
            }
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(keys.getPublic());
            DerStream stream = new DerStream(trickle(DerOutput.join(values), random));
            for (int i = 0; i < values.length; i++) {
                if (i == first) {
                    stream.startSigning(verifier);
                }
                if (i == last) {
                    stream.stopSigning();
                }
                assertThat(stream.element(Tag.OCTET_STRING)).isEqualTo(values[i]);
            }
            stream.end();
            assertThat(verifier.verify(signer.sign())).isTrue();
        }
    }

    @Test
    void whenMoreIsAskedForThanTheBufferHoldsThenThatIsAnError() {
        DerStream stream = stream("30 00");
        assertThatThrownBy(() -> stream.available(1 << 20)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenTheStreamBreaksThenTheExceptionPassesThrough() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatThrownBy(() -> new DerStream(broken).peekTag()).isInstanceOf(IOException.class);
    }
}
