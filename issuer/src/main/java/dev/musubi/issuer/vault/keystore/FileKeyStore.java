package dev.musubi.issuer.vault.keystore;

import dev.musubi.issuer.vault.AesGcm;
import dev.musubi.issuer.vault.Iterations;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import dev.musubi.issuer.vault.VaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The issuer's long-lived keys in a PKCS #12 file: {@code kek-1}, {@code kek-2}, … (the highest is current),
 * {@code lookup}, {@code subject} and {@code token}. Made on first use; readable by the owner of the process alone.
 *
 * <p>Losing the file loses every sealed item; it belongs in a backup of its own, apart from the database's.
 */
public final class FileKeyStore implements KeyEncryptionKeys {

    private static final String KEK = "kek-";

    private final Path file;
    private final char[] password;
    private final Iterations iterations;
    private final Map<String, SecretKey> keys = new HashMap<>();
    private int current;

    /**
     * Opens {@code file}, or makes it with fresh keys.
     *
     * @param iterations by the kind of password; counts when the file is written
     */
    public FileKeyStore(Path file, char[] password, Iterations iterations) {
        this.file = file;
        this.iterations = iterations;
        this.password = password.clone();
        try {
            if (Files.exists(file)) {
                load();
                // Files made before there were tokens lack their key.
                if (!keys.containsKey("token")) {
                    keys.put("token", fresh("HmacSHA256", 32));
                    store();
                }
            } else {
                keys.put("lookup", fresh("HmacSHA256", 32));
                keys.put("subject", fresh("AES", 64));
                keys.put("token", fresh("HmacSHA256", 32));
                keys.put(KEK + 1, fresh("AES", 32));
                current = 1;
                store();
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new VaultException("the key store does not open: check its file and password", e);
        }
    }

    /** The password in {@code file}, made at random on first use. */
    public static char[] passwordIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            writePrivately(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(file).strip().toCharArray();
    }

    /** The key for look-ups. */
    public SecretKey lookup() {
        return key("lookup");
    }

    /** The key for pairwise subjects. */
    public SecretKey subject() {
        return key("subject");
    }

    /** The key for codes, tokens and cookies. */
    public SecretKey token() {
        return key("token");
    }

    @Override
    public synchronized String current() {
        return KEK + current;
    }

    @Override
    public byte[] wrap(byte[] dataKey, byte[] boundTo) {
        return AesGcm.seal(key(current()), dataKey, boundTo);
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped, byte[] boundTo) {
        return AesGcm.open(key(keyId), wrapped, boundTo);
    }

    @Override
    public synchronized String rotate() {
        int next = current + 1;
        keys.put(KEK + next, fresh("AES", 32));
        try {
            store();
        } catch (GeneralSecurityException | IOException e) {
            keys.remove(KEK + next);
            throw new VaultException("the new key could not be written, the old one stays current", e);
        }
        current = next;
        return current();
    }

    private synchronized SecretKey key(String name) {
        SecretKey key = keys.get(name);
        if (key == null) {
            throw new VaultException("the key store lacks " + name);
        }
        return key;
    }

    private void load() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) instanceof SecretKey key) {
                keys.put(alias, key);
                if (alias.startsWith(KEK)) {
                    current = Math.max(current, Integer.parseInt(alias.substring(KEK.length())));
                }
            }
        }
    }

    private void store() throws GeneralSecurityException, IOException {
        writePrivately(file, iterations.store(this::fill, password));
    }

    private void fill(KeyStore store) throws GeneralSecurityException {
        for (Map.Entry<String, SecretKey> entry : keys.entrySet()) {
            store.setEntry(
                    entry.getKey(),
                    new KeyStore.SecretKeyEntry(entry.getValue()),
                    new KeyStore.PasswordProtection(password));
        }
    }

    private static void writePrivately(Path file, byte[] content) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(
                folder,
                "key",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SecretKey fresh(String algorithm, int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, algorithm);
    }
}
