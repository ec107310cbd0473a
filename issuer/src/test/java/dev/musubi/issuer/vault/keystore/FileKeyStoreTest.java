package dev.musubi.issuer.vault.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.vault.Iterations;
import dev.musubi.issuer.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyStoreTest {

    private static final byte[] DATA_KEY = new byte[32];
    private static final byte[] BOUND = {1, 2, 3};

    @TempDir
    Path folder;

    private FileKeyStore open(String password) {
        return new FileKeyStore(folder.resolve("keys.p12"), password.toCharArray(), Iterations.MANY);
    }

    @Test
    void whenOpenedAgainThenItHasTheSameKeys() {
        FileKeyStore first = open("secret");
        byte[] wrapped = first.wrap(DATA_KEY, BOUND);
        FileKeyStore again = open("secret");
        assertThat(again.unwrap("kek-1", wrapped, BOUND)).isEqualTo(DATA_KEY);
        assertThat(again.lookup()).isEqualTo(first.lookup());
        assertThat(again.subject()).isEqualTo(first.subject());
    }

    @Test
    void whenMadeThenOnlyItsOwnerReadsIt() throws IOException {
        open("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys.p12"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whenThePasswordIsWrongThenItDoesNotOpenAndSaysSo() {
        open("secret");
        assertThatThrownBy(() -> open("guess"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("check its file and password");
    }

    @Test
    void whenRotatedThenTheOldKeyStillUnwrapsAfterARestart() {
        FileKeyStore store = open("secret");
        byte[] wrapped = store.wrap(DATA_KEY, BOUND);
        assertThat(store.rotate()).isEqualTo("kek-2");
        FileKeyStore again = open("secret");
        assertThat(again.current()).isEqualTo("kek-2");
        assertThat(again.unwrap("kek-1", wrapped, BOUND)).isEqualTo(DATA_KEY);
        assertThatThrownBy(() -> again.unwrap("kek-2", wrapped, BOUND)).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> again.unwrap("kek-9", wrapped, BOUND)).isInstanceOf(VaultException.class);
    }
}
