package dev.musubi.app.process;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services of a platform that use マイナアプリ, each with an id, keys and a registration of its own at the sandbox's: a key
 * for its client assertions, and one that its evidence is sealed for, which its verifier alone holds.
 */
public final class MynaAppClients {

    /** The file of a service's assertion key (a JWK) in its folder. */
    public static final String ASSERTION_KEY = "assertion-key.json";

    /** The file of the keys its evidence is sealed for (a JWK set). */
    public static final String EVIDENCE_KEYS = "evidence-keys.json";

    private static final int RSA_BITS = 2048;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Map<String, Object> registrations = new LinkedHashMap<>();

    /** In this folder; the keys of each service lie in one of its own. */
    public MynaAppClients(Path folder) {
        this.folder = folder;
    }

    /** The realm of the server that the sandbox plays. */
    static String realm(Ports ports) {
        return "https://127.0.0.1:" + ports.mynaApp() + "/api/realms/mynaapp-sandbox";
    }

    /** Where signatures are asked of it. */
    static String signTransactions(Ports ports) {
        return "https://127.0.0.1:" + ports.mynaApp() + "/api/sign-transactions";
    }

    /** Adds a service; its keys are made the first time. */
    public MynaAppClients with(String id, String name, URI redirect) {
        try {
            Path own = Files.createDirectories(folder.resolve(id));
            JWK assertion = JWK.parse(kept(own.resolve(ASSERTION_KEY), assertionKey(id)));
            JWK evidence = JWKSet.parse(kept(own.resolve(EVIDENCE_KEYS), evidenceKeys(id)))
                    .getKeys()
                    .getFirst();
            registrations.put(
                    id,
                    Map.of(
                            "name",
                            name,
                            "redirectUris",
                            List.of(redirect.toString()),
                            "jwks",
                            new JWKSet(assertion.toPublicJWK()).toJSONObject(),
                            "encryptionKey",
                            evidence.toPublicJWK().toJSONObject()));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException("a key of " + id + " at マイナアプリ cannot be read", e);
        }
    }

    /** Writes them as the sandbox reads them; the file. */
    public Path write() {
        try {
            Path file = Files.createDirectories(folder).resolve("clients.json");
            Files.write(file, JSON.writeValueAsBytes(registrations));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of a service's keys. */
    public Path folder(String id) {
        return folder.resolve(id);
    }

    private static String kept(Path file, String fresh) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, fresh);
        }
        return Files.readString(file);
    }

    private static String assertionKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id + "-assertion")
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String evidenceKeys(String id) {
        try {
            RSAKey key = new RSAKeyGenerator(RSA_BITS)
                    .keyID(id + "-evidence")
                    .keyUse(KeyUse.ENCRYPTION)
                    .algorithm(JWEAlgorithm.RSA_OAEP_256)
                    .generate();
            return new JWKSet(key).toString(false);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
