package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** What the search for certificates takes for one: each real one, and no letters that stand together by chance. */
class LeaksTest {

    @Test
    void whenThereIsACertificateThenItIsFound() throws Exception {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init((KeyStore) null);
        X509Certificate[] certificates = Arrays.stream(trusted.getTrustManagers())
                .map(X509TrustManager.class::cast)
                .flatMap(each -> Arrays.stream(each.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
        assertThat(certificates).hasSizeGreaterThan(20);
        for (X509Certificate certificate : certificates) {
            byte[] der = certificate.getEncoded();
            assertThat(found(Base64.getEncoder().encodeToString(der))).isTrue();
            assertThat(found(Base64.getUrlEncoder().encodeToString(der))).isTrue();
            assertThat(found(Base64.getMimeEncoder().encodeToString(der))).isTrue();
        }
    }

    @Test
    void whenARandomKeyHappensToReadLikeTheBeginningThenItIsNone() {
        assertThat(found("{\"kid\":\"u7zMIID3kqPw0a\"}")).isFalse();
        assertThat(found("{\"x\":\"MIIEjKDqQ0a_x7fMIIFpQ\"}")).isFalse();
    }

    private static boolean found(String base64) {
        return Leaks.CERTIFICATE.matcher("(7,\"" + base64 + "\")").find();
    }
}
