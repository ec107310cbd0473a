package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {

    @TempDir
    Path folder;

    private static DoorSettings settings(@Nullable Path store, @Nullable String password) {
        return new DoorSettings(
                InetAddress.getLoopbackAddress(),
                1,
                2,
                3,
                Path.of("token"),
                Path.of("metrics-token"),
                store,
                password,
                Path.of("tls"),
                DoorSettings.ClientCertificates.REQUIRED);
    }

    @Test
    void whenOnlyOneOfFileAndPasswordIsSetThenItIsRefusedAndNoDevelopmentCertificateTakesItsPlace() {
        assertThatThrownBy(() -> settings(Path.of("server.p12"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("musubi.doors.key-store-password");
        assertThatThrownBy(() -> settings(null, "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("musubi.doors.key-store");
    }

    @Test
    void whenTheFileDoesNotOpenThenTheSettingsAreNamedAndNotThePassword() throws Exception {
        ServerKey key = DevelopmentTls.in(folder);
        assertThat(key.open().size()).isEqualTo(1);
        Path text = Files.writeString(folder.resolve("text.p12"), "no key");
        for (ServerKey bad : new ServerKey[] {
            new ServerKey(key.file(), "another"), new ServerKey(text, "another"), new ServerKey(folder, "another")
        }) {
            assertThatThrownBy(bad::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("musubi.doors.key-store")
                    .hasMessageNotContaining("another");
        }
    }
}
