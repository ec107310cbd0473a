package dev.musubi.demo;

import dev.musubi.relyingparty.ClientKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a relying party keeps on disk: its keys in a folder of its own, and beside those of the others what it hands to the
 * issuer's operator, namely the certificate of its server and its registration.
 *
 * @param data the folder of the whole demonstration
 * @param shop whose
 * @param port where it listens
 */
record ShopFolder(Path data, Shop shop, int port) {

    /** The relying party's own folder. */
    Path own() {
        return data.resolve(shop.id());
    }

    /** The key by which it is known as a client. */
    Path clientKey() {
        return own().resolve("client.jwk");
    }

    /** The certificate by which it is known at the issuer's door for relying parties. */
    Path clientCertificate() {
        return own().resolve("client.p12");
    }

    /** The certificate of its server (PEM). */
    Path serverCertificate() {
        return own().resolve("server.pem");
    }

    /** The key of its server (PEM). */
    Path serverKey() {
        return own().resolve("server.key");
    }

    /** What the header {@code Authorization} of signals pushed here says: a secret between the issuer and this relying party. */
    String signalsAuthorization() throws IOException {
        return Files.readString(signalsSecret()).strip();
    }

    private Path signalsSecret() {
        return own().resolve("signals-authorization");
    }

    String origin() {
        return "https://localhost:" + port;
    }

    /** Makes what is missing, and writes what the operator needs. */
    void prepare(Instant now) throws IOException {
        SelfSigned.make(own(), "server", "localhost", now);
        SelfSigned.make(own(), "client", shop.title().english(), now);
        ClientKey key = ClientKey.in(clientKey());
        if (!Files.exists(signalsSecret())) {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            Files.createFile(
                    signalsSecret(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    signalsSecret(),
                    "Bearer " + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        }
        Path handedOver = data.resolve("relying-parties");
        Files.createDirectories(handedOver);
        write(
                handedOver.resolve(shop.id() + ".json"),
                registration(Files.readString(own().resolve("client.pem")), key));
        write(handedOver.resolve(shop.id() + ".pem"), Files.readString(serverCertificate()));
    }

    /** At once or not at all: the issuer may be reading. */
    private static void write(Path file, String text) throws IOException {
        Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The bodies of the operator's two requests: the relying party, and its client. */
    private String registration(String certificate, ClientKey key) {
        Map<String, Object> party = new LinkedHashMap<>();
        party.put("id", shop.id());
        party.put("name", shop.title().japanese());
        party.put("name_en", shop.title().english());
        party.put("sector", shop.id());
        party.put("law", shop.law().name());
        party.put("certificate", certificate);
        party.put("return_uris", List.of(origin() + "/", origin() + "/mine"));
        // Whoever takes signatures by itself is a signature verifier (公的個人認証法17条); here by no real accreditation.
        party.put("verifier", true);
        party.put("accreditation", "実演のための登録");
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("client_name", shop.title().japanese());
        metadata.put("redirect_uris", List.of(origin() + "/musubi/callback"));
        metadata.put("post_logout_redirect_uris", List.of(origin() + "/"));
        metadata.put("backchannel_logout_uri", origin() + "/musubi/backchannel-logout");
        if (shop.watches()) {
            // With tokens in its own name it has a stream of signals.
            metadata.put("grant_types", List.of("authorization_code", "client_credentials"));
        }
        metadata.put("token_endpoint_auth_method", "private_key_jwt");
        metadata.put("jwks", Map.of("keys", List.of(key.publicKey().toJSONObject())));
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("relying_party", shop.id());
        client.put("profile", "FAPI2");
        client.put("purpose", shop.purpose().japanese());
        client.put("purpose_en", shop.purpose().english());
        client.put("metadata", metadata);
        return JsonMapper.shared()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of("relying_party", party, "client_id", shop.id(), "client", client));
    }
}
