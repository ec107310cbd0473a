package dev.musubi.sandbox;

import dev.musubi.sandbox.verifierservice.ConsentStart;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of the sandbox; the defaults are in {@code application.properties}.
 *
 * @param data the data folder
 * @param residents how many residents; a folder begun with more keeps them
 * @param seed what the residents are computed from; only looked at when the folder is begun
 * @param verifierPort the port with client certificates, or 0 for any free one
 * @param publicUri the beginning of the OCSP address in certificates
 * @param consentStarts when consents begin
 * @param mynaappPort the port of the state's app's server, or 0 for any free one
 * @param mynaappUri scheme, host and port it is known by, where they are not {@code https://127.0.0.1} and that port
 * @param mynaappClients a file of clients registered with it at the start
 */
@ConfigurationProperties("musubi.sandbox")
public record SandboxProperties(
        Path data,
        int residents,
        long seed,
        int verifierPort,
        URI publicUri,
        ConsentStart consentStarts,
        int mynaappPort,
        @Nullable URI mynaappUri,
        @Nullable Path mynaappClients) {}
