package dev.musubi.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Collections;

/** A program that signs by the JDK's PKCS#11 provider, as a Java developer with a My Number Card would write it. */
final class SunPkcs11Program {

    private static final byte[] DOCUMENT = "大切な書類".getBytes(StandardCharsets.UTF_8);

    private SunPkcs11Program() {}

    /** Module, slot index, PIN. */
    public static void main(String[] arguments) throws Exception {
        Provider card = Security.getProvider("SunPKCS11")
                .configure("--name=JPKI\nlibrary=" + arguments[0] + "\nslotListIndex=" + arguments[1] + "\n");
        KeyStore store = KeyStore.getInstance("PKCS11", card);
        store.load(null, arguments[2].toCharArray());
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                Signature signing = Signature.getInstance("SHA256withRSA", card);
                signing.initSign((PrivateKey) store.getKey(alias, null));
                signing.update(DOCUMENT);
                byte[] signature = signing.sign();
                Signature verifying = Signature.getInstance("SHA256withRSA", "SunRsaSign");
                verifying.initVerify(store.getCertificate(alias));
                verifying.update(DOCUMENT);
                System.out.println(verifying.verify(signature) ? "verified" : "wrong signature");
            }
        }
    }
}
