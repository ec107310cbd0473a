package dev.musubi.issuer.vault.keystore;

import dev.musubi.issuer.vault.Iterations;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.issuer.vault.SubjectKey;
import dev.musubi.issuer.vault.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the file key store; an HSM's adapter takes its place by offering the same four beans. */
@Configuration(proxyBeanMethods = false)
class KeyStoreConfiguration {

    /**
     * Settings of the file key store.
     *
     * @param file the PKCS #12 file
     * @param password its password; without one, a random one is kept beside the file, which suits a demonstration
     */
    @ConfigurationProperties("musubi.keys")
    record Settings(
            @DefaultValue(".musubi/issuer/keys.p12") Path file,
            @Nullable String password) {}

    @Bean
    FileKeyStore keyEncryptionKeys(Settings settings) throws IOException {
        String password = settings.password();
        return password != null
                ? new FileKeyStore(settings.file(), password.toCharArray(), Iterations.MANY)
                : new FileKeyStore(
                        settings.file(),
                        FileKeyStore.passwordIn(settings.file().resolveSibling("keys.password"), settings.file()),
                        Iterations.FEW);
    }

    @Bean
    KeyedHash keyedHash(FileKeyStore keys) {
        return new KeyedHash(keys.lookup());
    }

    @Bean
    TokenKey tokenKey(FileKeyStore keys) {
        return new TokenKey(keys.token());
    }

    @Bean
    SubjectKey subjectKey(FileKeyStore keys) {
        return new SubjectKey(keys.subject());
    }
}
