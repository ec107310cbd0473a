package dev.musubi.issuer.vault.keystore;

import dev.musubi.issuer.vault.Iterations;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.issuer.vault.VaultException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a key store's file says: the keys by name, and which key-encryption key is current.
 *
 * <p>A key-encryption key is named after itself, {@code kek-} and 16 hexadecimal digits derived from it by HMAC-SHA-256, so
 * that two makers cannot give one name to two keys and a key under a wrong name is noticed. Files of earlier releases have
 * {@code kek-1}, {@code kek-2}, …; those keys keep their names.
 *
 * @param keys every key in it
 * @param current the name of the current key-encryption key
 */
record KeyStoreContent(Map<String, SecretKey> keys, String current) {

    static final String LOOKUP = "lookup";
    static final String SUBJECT = "subject";
    static final String TOKEN = "token";

    /** The entry whose bytes are the name of the current key-encryption key. */
    private static final String CURRENT = "current";

    private static final String KEK = "kek-";

    KeyStoreContent {
        keys = Map.copyOf(keys);
        if (!keys.containsKey(current)) {
            throw new VaultException("the key store lacks its current key, " + current);
        }
    }

    /** Fresh keys of every kind. */
    static KeyStoreContent fresh() {
        SecretKey first = random("AES", 32);
        return new KeyStoreContent(
                Map.of(
                        LOOKUP,
                        random("HmacSHA256", 32),
                        SUBJECT,
                        random("AES", 64),
                        TOKEN,
                        random("HmacSHA256", 32),
                        nameOf(first),
                        first),
                nameOf(first));
    }

    /** The same with a fresh key-encryption key, which is the current one. */
    KeyStoreContent rotated() {
        SecretKey next = random("AES", 32);
        Map<String, SecretKey> all = new HashMap<>(keys);
        if (all.putIfAbsent(nameOf(next), next) != null) {
            throw new VaultException("the new key has the name of one that is there");
        }
        return new KeyStoreContent(all, nameOf(next));
    }

    /** What the file's bytes say. */
    static Reading read(byte[] file, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(file), password);
        Map<String, SecretKey> keys = new HashMap<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) instanceof SecretKey key) {
                keys.put(alias, key);
                if (alias.matches(KEK + "[0-9a-f]{16}") && !alias.equals(nameOf(key))) {
                    throw new VaultException("in the key store, " + alias + " is not the key it is named after");
                }
            }
        }
        Optional<String> current = Optional.ofNullable(keys.remove(CURRENT))
                .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII));
        // Files of before there were tokens lack their key, and files of numbered keys do not say which is current.
        boolean complete = current.isPresent() && keys.containsKey(TOKEN);
        keys.computeIfAbsent(TOKEN, name -> random("HmacSHA256", 32));
        return new Reading(new KeyStoreContent(keys, current.orElseGet(() -> highestNumbered(keys))), complete);
    }

    /**
     * What was read.
     *
     * @param complete false where something was missing and was filled in, so that the file is to be written anew
     */
    record Reading(KeyStoreContent content, boolean complete) {}

    /** As a file's bytes. */
    byte[] write(char[] password, Iterations iterations) throws GeneralSecurityException, IOException {
        return iterations.store(
                store -> {
                    KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(password);
                    for (Map.Entry<String, SecretKey> each : keys.entrySet()) {
                        store.setEntry(each.getKey(), new KeyStore.SecretKeyEntry(each.getValue()), protection);
                    }
                    SecretKey name = new SecretKeySpec(current.getBytes(StandardCharsets.US_ASCII), "AES");
                    store.setEntry(CURRENT, new KeyStore.SecretKeyEntry(name), protection);
                },
                password);
    }

    /** Says the keys' names only. */
    @Override
    public String toString() {
        return "KeyStoreContent" + keys.keySet();
    }

    private static String nameOf(SecretKey kek) {
        byte[] derived = new KeyedHash(kek).of("key-encryption-key", new byte[0]);
        return KEK + HexFormat.of().formatHex(Arrays.copyOf(derived, 8));
    }

    private static String highestNumbered(Map<String, SecretKey> keys) {
        return keys.keySet().stream()
                .filter(name -> name.matches(KEK + "[0-9]{1,9}"))
                .max(Comparator.comparingInt(name -> Integer.parseInt(name.substring(KEK.length()))))
                .orElseThrow(
                        () -> new VaultException("the key store does not say which key-encryption key is current"));
    }

    private static SecretKey random(String algorithm, int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, algorithm);
    }
}
